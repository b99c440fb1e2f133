package io.triskel.conformance;

import java.util.Locale;
import java.util.Optional;

/** One way in which a driver can be wrong; each fails at least one case. */
public enum Mutant {
    /** Not wrong. */
    NONE(""),
    /** Tells the platform that all is settled, although a delivery is not. */
    DROPS_A_FAILURE("attempts_are_counted_in_the_processs_memory"),
    /** Settles an event whose handler failed. */
    ACKNOWLEDGES_ON_EXCEPTION("attempts_are_counted_in_the_processs_memory"),
    /** Completes an event although the claim is void. */
    COMPLETES_WITHOUT_FENCE("a_completion_after_the_lease_is_lost"),
    /** Gives each event a lane of its own. */
    WRONG_LANE("a_replay_handles_a_lane_in_order_and_opens_it"),
    /** Hands a completed event over again. */
    IGNORES_DUPLICATES("a_completed_event_is_a_duplicate"),
    /** Reads a row of a later format. */
    READS_A_LATER_FORMAT("a_row_of_a_later_format_is_refused"),
    /** Reads an event of another version of the specification. */
    READS_A_NEWER_SPECVERSION("another_specversion_structured"),
    /** Writes no extension attributes. */
    DROPS_AN_EXTENSION("extensions_keep_their_types_structured"),
    /** Hands over events that the consumer does not subscribe to. */
    DECODES_IGNORED("a_type_that_is_not_subscribed_is_ignored_before_its_data_is_read"),
    /** Reports an event as parked that the lot does not have. */
    LOSES_PARKED("a_replay_handles_a_lane_in_order_and_opens_it"),
    /** Gives a reply a random id. */
    RANDOM_REPLY_ID("a_reply_carries_address_correlation_trace_and_key_of_its_command"),
    /** Opens a lane although more events wait in it. */
    OPENS_A_LANE_WITH_A_TAIL("a_replay_handles_a_lane_in_order_and_opens_it");

    private final String likely;

    Mutant(String likely) {
        this.likely = likely;
    }

    /** {@return the name of the case that most likely catches it, and so is tried first} */
    String likely() {
        return likely;
    }

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
