import type { Consumer, Why } from './consumer.js';
import { brokenPackage, faultOf, NotYetError, placeOf, SetAsideError } from './failures.js';
import { formatDuration, type Instant, toMillis } from './instant.js';
import type { Item } from './item.js';
import type { Parker } from './parker.js';
import type { Situation } from './situation.js';

/** The longest delay of a timer of Node.js. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The handler had not returned when no attempt might run any more. */
const CUT_OFF = Symbol('cut off');

/** Takes the deliveries of a lane, one by one, as far as this round allows: to a verdict, handled or waiting. */
export class LaneWork {
    constructor(
        private readonly consumer: Consumer,
        private readonly situation: Situation,
        private readonly parker: Parker,
    ) {}

    async goOn(item: Item): Promise<void> {
        if (item.lane.waiting || !item.isToSettle || !(await this.readyForHandler(item))) {
            return;
        }
        const failure = await this.call(item);
        const now = this.consumer.clock();
        if (failure === undefined) {
            item.markHandled();
        } else if (failure === CUT_OFF) {
            await this.cutOff(item, now);
        } else if (faultOf(failure) === 'package') {
            await this.halt(item, brokenPackage(failure), now);
        } else if (failure instanceof SetAsideError && this.parker.hasLot) {
            item.tried = true;
            item.aside = true;
            await this.parker.park(item, this.consumer.later(`set aside: ${failure.message}`), now);
        } else if (failure instanceof NotYetError) {
            await this.notYet(item, failure, now);
        } else {
            await this.failed(item, failure, now);
        }
    }

    /** What the handler threw, `CUT_OFF`, or undefined if it returned. */
    private async call(item: Item): Promise<unknown> {
        const { acceptedAt } = item.delivery;
        const handling = {
            attempt: item.counted + 1,
            deadline: new Date(toMillis(this.situation.attemptsUntil)),
            fence: item.claim?.fence ?? 0,
            acceptedAt: acceptedAt === undefined ? undefined : new Date(toMillis(acceptedAt)),
        };
        const left = Math.min(LONGEST_TIMER, toMillis(this.situation.attemptsUntil - this.consumer.clock()));
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<typeof CUT_OFF>((resolve) => {
            // It keeps the process alive: a handler that hangs may wait for nothing that does.
            timer = setTimeout(resolve, left, CUT_OFF);
        });
        const called = (async () => {
            try {
                await item.handler?.(item.event as NonNullable<Item['event']>, handling);
                return undefined;
            } catch (failure) {
                return failure ?? new Error(`The handler threw ${String(failure)}`);
            }
        })();
        try {
            return await Promise.race([called, late]);
        } finally {
            clearTimeout(timer);
        }
    }

    /** Gives up a handler that still runs: its result is ignored, and its claim is left to expire. */
    private async cutOff(item: Item, now: Instant): Promise<void> {
        this.situation.overdue = true;
        item.claim = undefined;
        item.tried = true;
        item.counted++;
        item.cutOff++;
        const reason = 'it was still being handled at the deadline';
        if (this.parker.mayComeAgain(item, now)) {
            await this.parker.giveUp(item, 'out-of-time', reason, now);
        } else {
            await this.parker.park(item, this.consumer.later(reason), now);
        }
    }

    private async readyForHandler(item: Item): Promise<boolean> {
        const now = this.consumer.clock();
        const { lane, blocked, parking, unreadable } = item;
        const halted = this.situation.haltReason;
        if (lane.stopped) {
            await this.giveUp(item, now);
        } else if (halted !== undefined) {
            await this.parker.giveUp(item, 'halted', halted, now);
        } else if (blocked !== undefined) {
            await this.blocked(item, blocked, now);
        } else if (parking !== undefined) {
            await this.parker.park(item, parking, now);
        } else if (lane.toAsk) {
            await this.portFailed(item, 'the parking lot could not say whether the lane is parked', now);
        } else if (lane.held && !(await this.standsBehind(item, now))) {
            return false;
        } else if (unreadable !== undefined) {
            await this.parker.park(item, { reason: unreadable }, now);
        } else if (this.situation.outOfTime(now)) {
            await this.outOfTime(item, now);
        } else if (item.cutOff >= this.consumer.cutOffLimit && this.parker.hasLot) {
            await this.parker.park(item, this.consumer.later(`its handling was cut off ${item.cutOff} times`), now);
        } else {
            return true;
        }
        return false;
    }

    private async giveUp(item: Item, now: Instant): Promise<void> {
        if (item.lane.stopped) {
            await this.parker.giveUp(item, 'behind-a-failure', 'an earlier event of its lane is unsettled', now);
        } else {
            await this.parker.giveUp(item, 'out-of-time', 'there was no time left to try it', now);
        }
    }

    private async outOfTime(item: Item, now: Instant): Promise<void> {
        if (item.tried && this.situation.retriesInPlace) {
            await this.parker.park(
                item,
                this.consumer.later(`tried until time ran out, last: ${item.lastFailure}`),
                now,
            );
        } else {
            await this.giveUp(item, now);
        }
    }

    /** Whether the lane is open again, so that the item may continue. */
    private async standsBehind(item: Item, now: Instant): Promise<boolean> {
        if (this.situation.overDeadline(now) && this.situation.redelivery !== 'never') {
            await this.giveUp(item, now);
            return false;
        }
        return this.parker.findsOpen(item, now);
    }

    private async blocked(item: Item, by: { why: Why; message: string }, now: Instant): Promise<void> {
        if (this.situation.canWait(now)) {
            item.lane.waiting = true;
        } else if (by.why === 'port-failed') {
            await this.parker.giveUp(item, by.why, by.message, now);
        } else if (this.situation.retriesInPlace || this.overBudget(item, now)) {
            await this.parker.park(item, this.consumer.later(by.message), now);
        } else {
            item.unsettled(by.why, by.message);
        }
    }

    private async portFailed(item: Item, message: string, now: Instant): Promise<void> {
        if (this.situation.canWait(now)) {
            item.lane.waiting = true;
        } else {
            await this.parker.giveUp(item, 'port-failed', message, now);
        }
    }

    /** A clock far behind the one that recorded the start was set back since then. */
    private overBudget(item: Item, now: Instant): boolean {
        const budget = this.consumer.retryBudget;
        return (
            this.situation.holdsOthers &&
            item.since !== undefined &&
            (this.situation.began < item.since - budget || now >= item.since + budget)
        );
    }

    private async halt(item: Item, reason: string, now: Instant): Promise<void> {
        this.situation.halt(reason);
        await this.parker.giveUp(item, 'halted', reason, now);
    }

    private async failed(item: Item, failure: unknown, now: Instant): Promise<void> {
        const decision = this.consumer.decide(item.event as NonNullable<Item['event']>, failure, item.counted + 1);
        if (typeof decision === 'object' && 'halt' in decision) {
            await this.halt(item, decision.halt, now);
        } else if (faultOf(failure) === 'port') {
            item.tried = true;
            await this.retry(item, 'port-failed', failure, now);
        } else {
            item.tried = true;
            item.counted++;
            if (decision === 'retry') {
                await this.retry(item, 'failed', failure, now);
            } else {
                await this.parker.park(item, { reason: decision.park, replayAt: decision.replayAt }, now);
            }
        }
    }

    private async notYet(item: Item, failure: NotYetError, now: Instant): Promise<void> {
        item.tried = true;
        if (this.situation.canAwait(now)) {
            item.lastFailure = placeOf(failure);
            item.lane.waiting = true;
        } else {
            await this.retry(item, 'failed', failure, now);
        }
    }

    private async retry(item: Item, why: Why, failure: unknown, now: Instant): Promise<void> {
        const last = placeOf(failure);
        item.lastFailure = last;
        if (this.situation.canWait(now)) {
            item.lane.waiting = true;
        } else if (this.situation.retriesInPlace) {
            await this.parker.park(item, this.consumer.later(`tried until time ran out, last: ${last}`), now);
        } else if (this.overBudget(item, now)) {
            const budget = formatDuration(this.consumer.retryBudget);
            await this.parker.park(
                item,
                this.consumer.later(`held up others for longer than ${budget}, last: ${last}`),
                now,
            );
        } else if (!this.parker.mayComeAgain(item, now)) {
            await this.parker.park(
                item,
                this.consumer.later(
                    `failed while 1024 others fail too, so that its attempts could not be counted, last: ${last}`,
                ),
                now,
            );
        } else {
            item.unsettled(why, String(failure));
        }
    }
}
