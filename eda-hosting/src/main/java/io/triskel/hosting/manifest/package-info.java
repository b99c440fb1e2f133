/**
 * The deployment manifest of a package of functions, as versioned JSON: {@link io.triskel.hosting.manifest.Manifest}.
 * Functions, buses and tables are each cloud's own records; this package has what all manifests share.
 *
 * <p>For deployers: no function loads these classes. Start at {@link io.triskel.hosting.manifest.Manifest}.
 */
@NullMarked
package io.triskel.hosting.manifest;

import org.jspecify.annotations.NullMarked;
