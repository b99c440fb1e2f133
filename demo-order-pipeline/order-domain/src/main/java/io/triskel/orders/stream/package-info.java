/**
 * One kind of event stream, addressed by the id of what it is about; what the services have in common.
 *
 * <p>Knows no service. Start at {@link io.triskel.orders.stream.Streams}.
 */
@NullMarked
package io.triskel.orders.stream;

import org.jspecify.annotations.NullMarked;
