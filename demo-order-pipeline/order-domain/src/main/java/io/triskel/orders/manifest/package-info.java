/**
 * What a deployment needs to know of a package of functions, as versioned JSON: {@link io.triskel.orders.manifest.Manifest}.
 * What the JSON says of functions, buses and tables is each cloud's own; here is only what all manifests have in common.
 *
 * <p>For whoever deploys: no function loads any of it. Start at {@link io.triskel.orders.manifest.Manifest}.
 */
@NullMarked
package io.triskel.orders.manifest;

import org.jspecify.annotations.NullMarked;
