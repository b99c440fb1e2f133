package io.triskel.cli.doctor;

import java.util.Optional;

/**
 * One thing that the doctor looked for.
 *
 * @param version or another word for what was found; empty if it is missing
 * @param detail where it is, or what about it is worth knowing
 * @param neededFor the commands, in words
 * @param required whether the commands without a local cloud need it
 * @param howToGet what to do if it is missing
 */
record Finding(
        String name, Optional<String> version, String detail, String neededFor, boolean required, String howToGet) {
    boolean found() {
        return version.isPresent();
    }

    /** Whether the thing is missing and a command needs it. */
    boolean isAilment() {
        return required && !found();
    }
}
