/**
 * Runs an application's consumers, sagas, views and replicas in Spring Boot: whatever bean is a {@link
 * io.triskel.consume.ConsumerSpec} is fed from the bus of the adapter on the class path, or in memory without one.
 *
 * <p>Knows no adapter: {@link io.triskel.spi.Hosting} finds it. Start at {@link io.triskel.spring.TriskelAutoConfiguration}; the
 * application itself meets only {@link io.triskel.spring.TriskelHost}.
 */
@NullMarked
package io.triskel.spring;

import org.jspecify.annotations.NullMarked;
