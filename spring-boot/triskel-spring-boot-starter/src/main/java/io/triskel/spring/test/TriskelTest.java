package io.triskel.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of consumers, sagas and views: a platform in memory, a {@link io.triskel.testkit.ManualClock} to inject, and no thread. The
 * test publishes, then calls {@link io.triskel.spring.TriskelHost#settle}.
 *
 * <p>As with Spring Boot's other slices, components that a scan finds are left out: import the configurations under test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(TriskelTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(TriskelTypeExcludeFilter.class)
@ImportAutoConfiguration
public @interface TriskelTest {
    /** {@return properties of the test, as {@code key=value}} */
    String[] properties() default {};
}
