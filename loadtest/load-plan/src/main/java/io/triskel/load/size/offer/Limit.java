package io.triskel.load.size.offer;

import io.triskel.load.yaml.FileField;

/**
 * A documented limit of an offer.
 *
 * @param fix what to do beyond it
 * @param raised whether the provider raises it on request
 */
public record Limit(
        String fact,
        String fix,
        @FileField(otherwise = "false") boolean raised) {
    public Limit {
        Known.fact("fact", fact);
    }
}
