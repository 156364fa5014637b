/**
 * Fields: label above, 48 px, what is wrong below with its icon. `dense` makes them 40 px, for many below each other.
 *
 * A placeholder is an example and never the label. What is stored and sealed is a `SealedField`, with a lock and no dots.
 */
import { Checkbox, PasswordInput, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { partsText } from '../text/parts.ts';
import css from './field.module.css';
import { Icon } from './icon.tsx';

interface FieldProps {
  readonly label: ReactNode;
  /** What to know before one types; below the field. */
  readonly hint?: ReactNode;
  /** What is wrong, in a sentence. */
  readonly error?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly dense?: boolean | undefined;
}

interface TypedProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** An example: "For example Hall 3, gate B". */
  readonly example?: string | undefined;
  /** True where every character counts: ids, SSIDs, ports. */
  readonly machine?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly name?: string | undefined;
  /** Told to the browser: `off` keeps it from remembering. */
  readonly autoComplete?: string | undefined;
}

/** What both kinds of typed fields hand on. */
function typed({ label, hint, error, dense, example, machine, onChange, autoFocus, ...rest }: TypedProps) {
  return {
    ...rest,
    label,
    description: hint,
    error: error === undefined ? undefined : <FieldError>{error}</FieldError>,
    size: dense ? 'sm' : 'md',
    placeholder: example,
    'data-autofocus': autoFocus || undefined,
    autoFocus,
    spellCheck: false,
    autoComplete: rest.autoComplete ?? 'off',
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange(event.currentTarget.value),
    ...(machine ? { classNames: { input: css.machine } } : {}),
  };
}

export function TextField(props: TypedProps) {
  return <TextInput {...typed(props)} />;
}

/** Typed hidden, with an eye to look at it. It is never filled with what is stored. */
export function PasswordField(props: Omit<TypedProps, 'machine'>) {
  const [visible, setVisible] = useState(false);
  const { show, hide } = partsText.field;
  return (
    <PasswordInput
      {...typed(props)}
      classNames={PASSWORD_CLASSES}
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleIcon={Eye}
      visibilityToggleButtonProps={{ 'aria-label': visible ? hide : show, tabIndex: 0 }}
    />
  );
}

const PASSWORD_CLASSES = { innerInput: css.machine ?? '' };

function Eye({ reveal }: { readonly reveal: boolean }) {
  return <Icon name={reveal ? 'eye-off' : 'eye'} />;
}

export interface SelectFieldProps extends FieldProps {
  /** Null while nothing is chosen. */
  readonly value: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly example?: string | undefined;
  readonly searchable?: boolean | undefined;
}

export function SelectField(props: SelectFieldProps) {
  const { label, hint, error, dense, value, options, onChange, example, disabled, searchable } = props;
  return (
    <Select
      label={label}
      description={hint}
      error={error === undefined ? undefined : <FieldError>{error}</FieldError>}
      size={dense ? 'sm' : 'md'}
      placeholder={example}
      data={[...options]}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      disabled={disabled ?? false}
      searchable={searchable ?? false}
      rightSection={<Icon name="down" />}
    />
  );
}

export interface CheckFieldProps {
  readonly label: ReactNode;
  /** Said to ears instead of the label, where only the row says what it is about. */
  readonly said?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
}

export function CheckField({ label, said, checked, onChange, disabled }: CheckFieldProps) {
  return (
    <Checkbox
      icon={Tick}
      label={label}
      aria-label={said}
      checked={checked}
      disabled={disabled ?? false}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

function Tick({ className }: { readonly className: string }) {
  return <Icon name="check" size={16} className={className} />;
}

export interface SealedFieldProps {
  readonly label: string;
  /** "sealed", "from site Hall-3, sealed". */
  readonly said?: string | undefined;
  /** A quiet button at its end: "Type another". */
  readonly action?: ReactNode;
}

/** A secret that is stored: it is there, and nobody sees it, not even its length. */
export function SealedField({ label, said = partsText.field.sealed, action }: SealedFieldProps) {
  return (
    <div>
      <p className={css.label}>{label}</p>
      <div className={css.sealed}>
        <Icon name="lock" />
        <span className={css.said}>{said}</span>
        {action}
      </div>
    </div>
  );
}

/** What is wrong with a field, below it. */
function FieldError({ children }: { readonly children: ReactNode }) {
  return (
    <span className={css.error}>
      <Icon name="fail" size={16} />
      {children}
    </span>
  );
}
