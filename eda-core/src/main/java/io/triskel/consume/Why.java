package io.triskel.consume;

/** Why a delivery is unsettled. */
public enum Why {
    /** The handler failed and the event shall be tried again, or it could not be parked. */
    FAILED,
    /** An earlier delivery of its lane is unsettled; it was not tried. */
    BEHIND_A_FAILURE,
    /** Somebody else holds its claim, or took it while it was handled here. */
    IN_PROGRESS_ELSEWHERE,
    /** There was no time left to try it, or to wait for it. */
    OUT_OF_TIME,
    /** Inbox or parking lot failed, or the lot is full. */
    PORT_FAILED,
    /** The batch was stopped: a dependency failed and not the event, or the host is shutting down. No attempt counts. */
    HALTED
}
