package io.triskel.conformance;

import java.util.Locale;
import java.util.Optional;

/** One way in which a driver can be wrong; each fails at least one case. */
public enum Mutant {
    /** Not wrong. */
    NONE,
    /** Tells the platform that all is settled, although a delivery is not. */
    DROPS_A_FAILURE,
    /** Settles an event whose handler failed. */
    ACKNOWLEDGES_ON_EXCEPTION,
    /** Completes an event although the claim is void. */
    COMPLETES_WITHOUT_FENCE,
    /** Gives each event a lane of its own. */
    WRONG_LANE,
    /** Hands a completed event over again. */
    IGNORES_DUPLICATES,
    /** Reads a row of a later format. */
    READS_A_LATER_FORMAT,
    /** Reads an event of another version of the specification. */
    READS_A_NEWER_SPECVERSION,
    /** Writes no extension attributes. */
    DROPS_AN_EXTENSION,
    /** Hands over events that the consumer does not subscribe to. */
    DECODES_IGNORED,
    /** Reports an event as parked that the lot does not have. */
    LOSES_PARKED,
    /** Gives a reply a random id. */
    RANDOM_REPLY_ID,
    /** Opens a lane although more events wait in it. */
    OPENS_A_LANE_WITH_A_TAIL;

    /** {@return whether cases with a store catch it, or those without a cloud; empty for none} */
    Optional<Boolean> isOfStore() {
        return switch (this) {
            case NONE -> Optional.empty();
            case READS_A_NEWER_SPECVERSION, DROPS_AN_EXTENSION, RANDOM_REPLY_ID -> Optional.of(false);
            default -> Optional.of(true);
        };
    }

    /** {@return the value of the variable {@code CONFORMANCE_MUTANT}} */
    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
