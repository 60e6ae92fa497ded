/** What a stride has met: counted while its events go by, and begun again with the next. */
export class Tally {
  new = 0;
  repeated = 0;
  malformed = 0;
  late = 0;
  longestLateMs = 0;
  readonly changed: string[] = [];

  /** Events that went by. */
  get events(): number {
    return this.new + this.repeated;
  }

  /** An event arrived so many milliseconds after a look that should have met it. */
  wasLate(ms: number): void {
    this.late += 1;
    this.longestLateMs = Math.max(this.longestLateMs, ms);
  }

  /** Adds what another has met. */
  add(other: Tally): void {
    this.new += other.new;
    this.repeated += other.repeated;
    this.malformed += other.malformed;
    this.late += other.late;
    this.longestLateMs = Math.max(this.longestLateMs, other.longestLateMs);
    this.changed.push(...other.changed);
  }
}
