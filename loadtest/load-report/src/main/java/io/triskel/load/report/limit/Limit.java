package io.triskel.load.report.limit;

import java.util.Optional;

/**
 * A limit that a provider documents.
 *
 * @param id of the fact that it was taken from
 * @param target the id of the cloud
 * @param topic what is limited, in the same words for all clouds
 * @param documented the limit as people read it
 * @param value the limit in {@code unit}, for one {@code per} if the limit has one
 * @param unit events/s, B/s, B, instances or s
 * @param per the unit of capacity that has this limit, such as a shard
 * @param source its title
 * @param url of the source, if it has an address
 * @param asOf the date of the source, as far as it is known
 * @param confidence official, secondary or unverified
 */
public record Limit(
        String id,
        String target,
        String topic,
        String documented,
        double value,
        String unit,
        Optional<String> per,
        LimitMeasure measure,
        String source,
        Optional<String> url,
        String asOf,
        String confidence) {
    public boolean isUnverified() {
        return confidence.equals("unverified");
    }
}
