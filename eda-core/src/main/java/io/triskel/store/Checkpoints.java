package io.triskel.store;

import java.util.Optional;

/**
 * Named places up to which something was read, each written by one holder at a time. A claim takes a name over; the
 * previous holder is fenced and learns it at its next {@link #save}.
 */
public interface Checkpoints {
    /**
     * {@return the checkpoint, if the name was ever claimed}
     *
     * @param name 1 to 128 characters of any kind
     * @throws io.triskel.event.PortException if the store cannot answer
     */
    Optional<Checkpoint> find(String name);

    /**
     * Takes the name over under a fence higher than any before; the position stays.
     *
     * @throws io.triskel.event.PortException if it is unknown whether it was claimed: claim again
     */
    Checkpoint claim(String name);

    /**
     * Moves a checkpoint, forwards or, to read again, backwards.
     *
     * @param held as claimed, or as last saved
     * @param position 1 to 1024 characters
     * @return the checkpoint as it is now; empty if somebody claimed the name since, and then nothing was written
     * @throws io.triskel.event.PortException if it is unknown whether it was saved: save again
     */
    Optional<Checkpoint> save(Checkpoint held, String position);
}
