package io.triskel.store;

import io.triskel.event.ForAdapters;
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

    /**
     * A named place up to which something was read.
     *
     * @param name 1 to 128 characters
     * @param position the place, in the source's words, at most 1024 characters; empty before the first save
     * @param fence grows with every claim, from 1
     */
    @ForAdapters
    record Checkpoint(String name, Optional<String> position, long fence) {
        public Checkpoint {
            requireName(name);
            position.ifPresent(Checkpoint::requirePosition);
            if (fence < 1) {
                throw new IllegalArgumentException("A checkpoint's fence is 1 or more, this one is " + fence);
            }
        }

        /** {@return the name, if it can be one} */
        static String requireName(String name) {
            if (name.isBlank() || name.length() > 128) {
                throw new IllegalArgumentException(
                        "A checkpoint's name has 1 to 128 characters and is not blank, this one has " + name.length());
            }
            return name;
        }

        private static void requirePosition(String position) {
            if (position.isBlank() || position.length() > 1024) {
                throw new IllegalArgumentException(
                        "A checkpoint's position has 1 to 1024 characters and is not blank, this one has "
                                + position.length());
            }
        }
    }
}
