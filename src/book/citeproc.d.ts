/** The part of citeproc-js that the bibliography uses; the package has no types of its own. */
declare module 'citeproc' {
  interface System {
    retrieveLocale(lang: string): string;
    retrieveItem(id: string): object;
  }
  interface Engine {
    setOutputFormat(format: 'html' | 'text'): void;
    updateItems(ids: readonly string[]): void;
    makeBibliography(): [{ entry_ids: string[][] }, string[]];
  }
  const CSL: {
    Engine: new (system: System, style: string, lang?: string, forceLang?: boolean) => Engine;
  };
  export default CSL;
}
