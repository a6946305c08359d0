/** Writes lines of the shape of Triton's log: `E0520 20:03:25.829575 3355 emulator:model_repository] "text"`. */
export class TritonLog {
  constructor(
    private readonly write: (line: string) => void,
    private readonly now: () => Date = () => new Date(),
  ) {}

  info(source: string, text: string): void {
    this.line('I', source, text);
  }

  warning(source: string, text: string): void {
    this.line('W', source, text);
  }

  error(source: string, text: string): void {
    this.line('E', source, text);
  }

  private line(level: 'I' | 'W' | 'E', source: string, text: string): void {
    const time = this.now().toISOString();
    const day = time.slice(5, 10).replace('-', '');
    // Milliseconds are all that the clock gives; the shape has six digits.
    this.write(`${level}${day} ${time.slice(11, 23)}000 ${process.pid} emulator:${source}] ${JSON.stringify(text)}`);
  }
}
