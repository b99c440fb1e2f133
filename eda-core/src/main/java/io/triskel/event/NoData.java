package io.triskel.event;

/** The data of an event that carries none. */
public enum NoData {
    /** The only value. */
    NO_DATA
}
