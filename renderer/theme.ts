/**
 * The look, told to Mantine: its colours, sizes and default props are ours, and its variables lead to our tokens
 * (`styles/tokens.css`), so that light and dark are decided in one place.
 *
 * State colours are not among these colours: a part takes `state="pass"` and brings icon, word and colour.
 */
import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Modal,
  Paper,
  PasswordInput,
  Select,
  Tooltip,
} from '@mantine/core';
import css from './styles/controls.module.css';

/** The places of a stock palette, lightest first; which of them is used for what is said by the resolver below. */
const cobalt: MantineColorsTuple = [
  '#eef1fc',
  '#dbe2f9',
  '#bcc8f4',
  '#a3b3f0',
  '#7f95e8',
  '#5f7ae0',
  '#4562d8',
  '#2c46b5',
  '#22389a',
  '#1a2b78',
];
const gray: MantineColorsTuple = [
  '#f1f4f3',
  '#e7eae9',
  '#d5dad9',
  '#c5cccb',
  '#b7bfbd',
  '#788381',
  '#586162',
  '#434b4c',
  '#2a3031',
  '#15191a',
];
const dark: MantineColorsTuple = [
  '#e8eded',
  '#b9c2c2',
  '#949fa0',
  '#73807f',
  '#3e4748',
  '#2a3031',
  '#202627',
  '#181c1d',
  '#121617',
  '#0f1213',
];

/** What a button of a size is high, how much room is beside its words, and how large they are. */
const BUTTON_SIZES: Readonly<Record<string, readonly [height: string, padding: string, font: string]>> = {
  md: ['var(--target)', '16px', '14px'],
  lg: ['var(--target-big)', '20px', '14px'],
  xl: ['var(--target-huge)', '28px', '18px'],
};

export const theme = createTheme({
  primaryColor: 'cobalt',
  primaryShade: { light: 7, dark: 6 },
  white: '#fbfcfc',
  black: '#15191a',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  colors: { cobalt, gray, dark },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  headings: {
    fontFamily: 'var(--sans)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'var(--shadow)', xl: 'var(--shadow)' },
  components: {
    /** Variants of ours besides `default` and `filled`: `danger`, `danger-filled`, `quiet`. */
    Button: Button.extend({
      defaultProps: { variant: 'default', size: 'md' },
      classNames: { root: css.button, section: css.section },
      vars: (_theme, { size = 'md', variant }) => {
        const [height, wide, font] = BUTTON_SIZES[size] ?? [];
        const padding = variant === 'quiet' ? 'var(--s1)' : wide;
        return { root: { '--button-height': height, '--button-padding-x': padding, '--button-fz': font } };
      },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'default', size: 40 },
      classNames: { root: css.square },
    }),
    /** 48 px, or 40 in size `sm`, for many below each other. */
    Input: Input.extend({
      classNames: { input: css.input, section: css.inputSection },
      vars: (_theme, { size }) => ({
        wrapper: {
          '--input-height': size === 'sm' ? 'var(--target)' : 'var(--target-big)',
          '--input-fz': '14px',
        },
      }),
    }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'], withAsterisk: false },
      classNames: { label: css.label, description: css.description, error: css.error },
    }),
    PasswordInput: PasswordInput.extend({
      vars: () => ({ root: { '--psi-button-size': '36px', '--psi-icon-size': '20px' } }),
    }),
    Select: Select.extend({
      defaultProps: { allowDeselect: false, checkIconPosition: 'right', comboboxProps: { shadow: 'lg' } },
      classNames: { dropdown: css.menu, option: css.menuItem },
    }),
    Checkbox: Checkbox.extend({
      defaultProps: { radius: 'xs' },
      classNames: { body: css.checkBody, input: css.checkInput, label: css.checkLabel, icon: css.checkIcon },
    }),
    /** What a dialog is made of. */
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: 'md' } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 'md',
        shadow: 'lg',
        transitionProps: { duration: 120 },
        overlayProps: { color: 'var(--veil)', backgroundOpacity: 1 },
      },
      classNames: {
        content: css.dialog,
        header: css.dialogHead,
        title: css.dialogTitle,
        body: css.dialogBody,
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, transitionProps: { duration: 80 } },
      classNames: { tooltip: css.tip },
    }),
  },
});

/** Both themes alike: what differs between light and dark differs in the tokens. */
const variables = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--edge)',
  '--mantine-color-default-hover': 'var(--inset)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--fail)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-disabled': 'var(--inset)',
  '--mantine-color-disabled-color': 'var(--ink-3)',
  '--mantine-color-disabled-border': 'var(--line-2)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-color-cobalt-filled': 'var(--accent)',
  '--mantine-color-cobalt-filled-hover': 'var(--accent-hover)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables,
  dark: variables,
});
