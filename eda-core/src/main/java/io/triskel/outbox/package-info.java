/**
 * Publishing what was committed: the commit is the outbox, so nothing is written twice and nothing can be forgotten.
 *
 * <p>A store says which streams may be dirty and guards each with a fenced lease; {@link io.triskel.outbox.Dispatcher}
 * does the rest, inline or as a drainer. Only {@code store}, {@code publish} and {@code observe} may enter. Start
 * reading at {@link io.triskel.outbox.Outbox}.
 */
@NullMarked
package io.triskel.outbox;

import org.jspecify.annotations.NullMarked;
