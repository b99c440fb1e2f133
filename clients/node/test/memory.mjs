// An inbox and a parking lot in memory, of the same steps that the stores apply to their rows.
import { absentEntry, claiming, completing, completingParked, releasing } from '../dist/inbox.js';
import {
    absentLane,
    isHeldBy,
    laneName,
    leaseStep,
    openStep,
    parkStep,
    postponeStep,
    releaseStep,
    removeStep,
} from '../dist/parking.js';

export function memoryInbox() {
    const entries = new Map();
    const apply = (consumer, event, now, step) => {
        const name = JSON.stringify([consumer, event.source, event.id]);
        const { next, answer } = step(entries.get(name) ?? absentEntry(now));
        if (next !== undefined) {
            entries.set(name, next);
        }
        return answer;
    };
    const release = (releases, now, toTheLot) =>
        releases.map((each) => apply(each.claim.consumer, each.claim.event, now, releasing(each, now, toTheLot)));
    return {
        claimAll: async (consumer, events, now, lease, claimant) =>
            events.map((event) =>
                apply(consumer, event, now, claiming(consumer, event, now, now + lease, false, claimant)),
            ),
        claimParked: async (consumer, event, now, lease, claimant) =>
            apply(consumer, event, now, claiming(consumer, event, now, now + lease, true, claimant)),
        completeAll: async (claims, now) =>
            claims.map((claim) => apply(claim.consumer, claim.event, now, completing(claim, now))),
        releaseAll: async (releases, now) => release(releases, now, false),
        parkAll: async (releases, now) => release(releases, now, true),
        completeParked: async (consumer, event, now) => apply(consumer, event, now, completingParked(now)),
    };
}

export function memoryLot() {
    const heads = new Map();
    const events = new Map();
    const name = (consumer, lane) => `${consumer} ${laneName(lane)}`;
    const queue = (consumer, lane) => events.get(name(consumer, lane)) ?? [];
    const apply = (consumer, lane, { next, answer }) => {
        if (next !== undefined) {
            heads.set(name(consumer, lane), next);
        }
        return answer;
    };
    const head = (consumer, lane) => heads.get(name(consumer, lane)) ?? absentLane;
    const park = async (event, opens) => {
        const { consumer, lane } = event;
        const before = queue(consumer, lane);
        const has = async () => before.some((other) => other.event.id === event.event.id);
        const step = await parkStep(head(consumer, lane), event, opens, has, 100);
        if (step.next !== undefined) {
            events.set(name(consumer, lane), [...before, event]);
        }
        return apply(consumer, lane, step);
    };
    const first = (lease) =>
        isHeldBy(head(lease.consumer, lease.lane), lease) ? queue(lease.consumer, lease.lane)[0] : undefined;
    return {
        park: (event) => park(event, true),
        parkBehind: (event) => park(event, false),
        heldAmong: async (consumer, lanes) => lanes.filter((lane) => head(consumer, lane).parked),
        lease: async (consumer, lane, now, duration) =>
            apply(consumer, lane, leaseStep(head(consumer, lane), consumer, lane, now, duration)),
        peek: async (lease) => first(lease),
        remove: async (lease) => {
            const removed = apply(
                lease.consumer,
                lease.lane,
                removeStep(head(lease.consumer, lease.lane), first(lease)),
            );
            events.set(name(lease.consumer, lease.lane), queue(lease.consumer, lease.lane).slice(1));
            return removed !== undefined;
        },
        postpone: async (lease, waiting) =>
            apply(lease.consumer, lease.lane, postponeStep(head(lease.consumer, lease.lane), first(lease), waiting)) !==
            undefined,
        open: async (lease) => apply(lease.consumer, lease.lane, openStep(head(lease.consumer, lease.lane), lease)),
        release: async (lease) =>
            void apply(lease.consumer, lease.lane, releaseStep(head(lease.consumer, lease.lane), lease)),
        lanes: async (consumer) =>
            [...events.keys()]
                .map((each) => ({ value: each.slice(`${consumer} named:`.length), alone: false }))
                .filter((lane) => head(consumer, lane).parked),
    };
}
