/** The order pipeline, written once: start at {@link io.triskel.orders.pipeline.OrderPipeline}. */
@NullMarked
package io.triskel.orders;

import org.jspecify.annotations.NullMarked;
