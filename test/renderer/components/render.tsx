/** Puts parts on a page without a browser, and takes them off again when the test ends. */
import { MantineProvider } from '@mantine/core';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished } from 'vitest';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

export interface Page {
  readonly body: HTMLElement;
  /** Shows something else in the same place. */
  show(content: ReactNode): void;
  /** All text, without the spaces at its ends. */
  text(): string;
  find<E extends HTMLElement = HTMLElement>(selector: string): E;
  all(selector: string): HTMLElement[];
}

export function render(content: ReactNode): Page {
  const body = document.createElement('div');
  document.body.append(body);
  const root = createRoot(body);
  onTestFinished(() => {
    act(() => root.unmount());
    document.body.replaceChildren();
  });
  const show = (next: ReactNode) =>
    act(() => {
      root.render(
        <MantineProvider env="test">
          <div data-shown>{next}</div>
        </MantineProvider>,
      );
    });
  show(content);
  const all = (selector: string) => [...document.body.querySelectorAll<HTMLElement>(selector)];
  return {
    body,
    show,
    all,
    text: () => body.querySelector('[data-shown]')?.textContent.trim() ?? '',
    find: <E extends HTMLElement>(selector: string) => {
      const [first] = all(selector);
      if (first === undefined) throw new Error(`nothing is ${selector} in ${document.body.innerHTML}`);
      return first as E;
    },
  };
}

export function click(element: HTMLElement): void {
  act(() => element.click());
}

/** Types into a field as a person does: React hears it. */
export function type(field: HTMLInputElement, value: string): void {
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  act(() => {
    set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
