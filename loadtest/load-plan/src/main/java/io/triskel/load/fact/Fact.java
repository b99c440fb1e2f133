package io.triskel.load.fact;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A limit or a behaviour that is documented.
 *
 * @param id the name that code and documents use
 * @param cloud its id, such as {@code aws}
 * @param area bus, archive, function, store, orchestration, resilience, protection, sovereignty, other
 * @param topic what it is about, the same words for all clouds
 * @param documented for people
 * @param value in bytes, seconds, or counts
 * @param unit of the value
 * @param per the thing that each has this limit, such as a shard
 * @param measure the figure of a run that shows how close it came to the limit, if a load test can reach it
 * @param source its title
 * @param url of the source, if it has an address
 * @param asOf date of the source, or the day on which an undated copy was read
 * @param confidence official, secondary or unverified
 * @param quote the words of the source
 */
public record Fact(
        String id,
        String cloud,
        String area,
        String topic,
        String documented,
        OptionalDouble value,
        Optional<String> unit,
        Optional<String> per,
        Optional<String> measure,
        String source,
        Optional<String> url,
        String asOf,
        String confidence,
        Optional<String> quote) {}
