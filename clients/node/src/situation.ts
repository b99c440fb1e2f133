import type { Consumer, Redelivery } from './consumer.js';
import type { Instant } from './instant.js';

const MILLI = 1_000_000n;
const FIRST_WAIT = 100n * MILLI;
const DOUBLINGS = 6;

/** The waits before it, 100 to 800 ms, last 1.5 s. */
const LONG_WAIT = 1_000n * MILLI;

/** The state shared by all lanes of one batch: the time left, and whether to stop. */
export class Situation {
    readonly began: Instant;
    /** No attempt begins after this; the time from here to the deadline is for parking and the inbox. */
    readonly attemptsUntil: Instant;
    /** A handler was given up at its deadline. */
    overdue = false;
    private patience: bigint;
    private round = 1;
    private halted: string | undefined;

    constructor(
        private readonly consumer: Consumer,
        readonly redelivery: Redelivery,
        readonly deadline: Instant,
        readonly reserve: bigint,
    ) {
        this.began = consumer.clock();
        this.attemptsUntil = keeping(deadline, reserve, this.began);
        this.patience = this.attemptsUntil > this.began ? this.attemptsUntil - this.began : 0n;
    }

    outOfTime(now: Instant): boolean {
        return this.overdue || now >= this.attemptsUntil;
    }

    overDeadline(now: Instant): boolean {
        return now >= this.deadline;
    }

    /** Whether the source would never bring the event back, so that the core retries in place. */
    get retriesInPlace(): boolean {
        return this.redelivery === 'never';
    }

    /** Whether an unsettled delivery blocks all later deliveries of the source. */
    get holdsOthers(): boolean {
        return this.redelivery === 'from-first-unsettled' || this.redelivery === 'whole-batch';
    }

    /** Measured by the clock and by the sum of waits, so that a clock that stands still cannot keep a batch for ever. */
    canWait(now: Instant): boolean {
        return this.retriesInPlace && this.hasTimeToWait(now);
    }

    /** A whole batch waits a little for what is not yet possible (decision 0138). */
    canAwait(now: Instant): boolean {
        return (
            this.canWait(now) ||
            (this.redelivery === 'whole-batch' && this.nextWait < LONG_WAIT && this.hasTimeToWait(now))
        );
    }

    private hasTimeToWait(now: Instant): boolean {
        return (
            this.haltReason === undefined && this.patience > this.nextWait && now + this.nextWait < this.attemptsUntil
        );
    }

    get nextWait(): bigint {
        return FIRST_WAIT << BigInt(Math.min(this.round - 1, DOUBLINGS));
    }

    waited(): void {
        this.patience -= this.nextWait;
        this.round++;
    }

    halt(reason: string): void {
        this.halted = reason;
    }

    get haltReason(): string | undefined {
        return this.consumer.stopped ? 'the host is shutting down' : this.halted;
    }
}

/** A deadline, earlier by a reserve of at most a quarter of the time left. */
export function keeping(deadline: Instant, reserve: bigint, now: Instant): Instant {
    const most = deadline > now ? (deadline - now) / 4n : 0n;
    return deadline - (reserve > most ? most : reserve);
}
