/**
 * What a deployment needs to know of a package of functions, as versioned JSON: {@link io.triskel.orders.manifest.Manifest}.
 * The JSON of functions, buses and tables is each cloud's own; this package has what all manifests share.
 *
 * <p>For deployers: no function loads these classes. Start at {@link io.triskel.orders.manifest.Manifest}.
 */
@NullMarked
package io.triskel.orders.manifest;

import org.jspecify.annotations.NullMarked;
