/**
 * The order pipeline's package for AWS, whose functions are those of {@link io.triskel.aws.hosting}: here are only its consumers in other
 * languages.
 */
@NullMarked
package io.triskel.orders.aws;

import org.jspecify.annotations.NullMarked;
