export { EncodedData, type Event, type ExtensionValue, type Pattern, causedBy, replyToOf } from './event.js';
export { readEvent, readJson } from './reading.js';
export { structured, type WireEvent } from './wire.js';
export { writeBinary, writeStructured } from './writing.js';
export {
    Consumer,
    type ConsumerOptions,
    type Decision,
    type Delivery,
    type FailurePolicy,
    type Handler,
    type Handles,
    type Handling,
    isSettled,
    type Redelivery,
    retryThenPark,
    type Verdict,
} from './consumer.js';
export { EventTooLargeError, InvalidEventError, NotYetError, PortError, SetAsideError } from './failures.js';
export type { Inbox } from './inbox.js';
export type { Clock, Instant } from './instant.js';
export { derivedId, type EventId } from './keys.js';
export type { ParkingLot } from './parking.js';
export { type Bus, type BusResult, type Entry, type Outgoing, PublishFailedError } from './bus.js';
export { Publisher, type PublisherOptions } from './publish.js';
export { type ReplayAnswer, type ReplayRequest, readReplayRequest } from './replay.js';
export type { Replica, Replicas } from './replicas.js';
export type { Cause } from './stores.js';
export { type Commanded, participant } from './participant.js';
