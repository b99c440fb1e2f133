package io.triskel.consume;

/** Why a delivery is unsettled. */
public enum Why {
    /** The handler failed and the event shall be tried again, or it could not be parked. */
    FAILED,
    /** An earlier delivery of the lane is unsettled, so this one was not tried. */
    BEHIND_A_FAILURE,
    /** Another holder has the event's claim, or took it while the event was handled here. */
    IN_PROGRESS_ELSEWHERE,
    /** There was no time left to call the handler, or to wait for its return. */
    OUT_OF_TIME,
    /** Inbox or parking lot failed, or the lot is full. */
    PORT_FAILED,
    /** The batch was stopped: a dependency failed, not the event, or the host is shutting down. No attempt counts. */
    HALTED
}
