/** What an import of a style sheet gives: nothing, or the class names of a module. */
declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css' {}
