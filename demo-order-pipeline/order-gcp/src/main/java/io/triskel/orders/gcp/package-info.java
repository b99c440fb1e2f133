/**
 * The order pipeline's package for Google Cloud, whose functions are those of {@link io.triskel.gcp.hosting}: here are only its consumers in
 * other languages.
 */
@NullMarked
package io.triskel.orders.gcp;

import org.jspecify.annotations.NullMarked;
