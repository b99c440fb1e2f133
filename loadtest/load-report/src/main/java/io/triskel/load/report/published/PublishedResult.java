package io.triskel.load.report.published;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A published latency.
 *
 * @param id of the fact that it was taken from
 * @param target the id of the cloud
 * @param level bus or function
 * @param name what was measured
 * @param words the publisher's words, if they have no percentile
 * @param mind how the measurement differs from a run of ours
 * @param asOf the date of the measurement or the statement, as far as it is known
 * @param confidence official, secondary or unverified
 */
public record PublishedResult(
        String id,
        String target,
        String level,
        String name,
        OptionalDouble p50Ms,
        OptionalDouble p99Ms,
        Optional<String> words,
        String mind,
        String source,
        Optional<String> url,
        String asOf,
        String confidence) {}
