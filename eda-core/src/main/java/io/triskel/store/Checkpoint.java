package io.triskel.store;

import java.util.Optional;

/**
 * A named place up to which something was read.
 *
 * @param name 1 to 128 characters
 * @param position the place, in the source's words, at most 1024 characters; empty before the first save
 * @param fence grows with every claim, from 1
 */
public record Checkpoint(String name, Optional<String> position, long fence) {
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
