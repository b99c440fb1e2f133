package io.triskel.store;

import io.triskel.event.ForAdapters;
import java.util.Optional;

/**
 * Stores named reading positions (port), each written by one holder at a time. A claim takes a name over; the previous
 * holder's next {@link #save} fails.
 */
public interface Checkpoints {
    /**
     * {@return the checkpoint, if the name was ever claimed}
     *
     * @param name 1 to 128 characters of any kind
     * @throws io.triskel.event.PortException if the store fails
     */
    Optional<Checkpoint> find(String name);

    /**
     * Takes the name over under a higher fence; the position stays.
     *
     * @throws io.triskel.event.PortException if it is unknown whether it was claimed: claim again
     */
    Checkpoint claim(String name);

    /**
     * Moves a checkpoint forwards or, to read again, backwards.
     *
     * @param held as claimed or last saved
     * @param position 1 to 1024 characters
     * @return the current checkpoint; empty, and nothing is written, if the name was claimed since
     * @throws io.triskel.event.PortException if it is unknown whether it was saved: save again
     */
    Optional<Checkpoint> save(Checkpoint held, String position);

    /**
     * A named reading position.
     *
     * @param name 1 to 128 characters
     * @param position the position, in the source's terms, at most 1024 characters; empty before the first save
     * @param fence grows with every claim, from 1
     */
    @ForAdapters
    record Checkpoint(String name, Optional<String> position, long fence) {
        public Checkpoint {
            requireName(name);
            position.ifPresent(Checkpoint::requirePosition);
            if (fence < 1) {
                throw new IllegalArgumentException("fence must be at least 1, not " + fence);
            }
        }

        /** {@return the name, if it is valid} */
        static String requireName(String name) {
            if (name.isBlank() || name.length() > 128) {
                throw new IllegalArgumentException(
                        "A checkpoint's name must have 1 to 128 characters and not be blank, this one has "
                                + name.length());
            }
            return name;
        }

        private static void requirePosition(String position) {
            if (position.isBlank() || position.length() > 1024) {
                throw new IllegalArgumentException(
                        "A checkpoint's position must have 1 to 1024 characters and not be blank, this one has "
                                + position.length());
            }
        }
    }
}
