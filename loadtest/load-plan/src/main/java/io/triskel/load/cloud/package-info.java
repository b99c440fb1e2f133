/**
 * What Triskel's tools know of each cloud, written down once: command line, size, report and evaluation ask {@link
 * io.triskel.load.cloud.Clouds}, and no other list of clouds exists. Knows no SDK, adapter or cloud: a descriptor is next to its cloud's
 * offers, below {@code load.size}, and is found through {@code META-INF/services}. {@code docs/a-fourth-cloud.md} says what one adds.
 */
@NullMarked
package io.triskel.load.cloud;

import org.jspecify.annotations.NullMarked;
