/** `ENDPOINT_NAME`, `your_model`: a word that stands for a value and is to be replaced. No value of Azure's that we judge looks like it. */
export function isStandIn(word: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^your_\w+$/.test(word);
}
