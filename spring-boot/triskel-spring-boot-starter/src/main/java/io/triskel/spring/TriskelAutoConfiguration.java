package io.triskel.spring;

import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.event.IdSource;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Makes a {@link Platform} of the adapter on the class path, and feeds the beans that are a {@link ConsumerSpec}. The application
 * declares a {@link TypeRegistry}, and may declare a clock ({@link InstantSource}), an {@link IdSource}, {@link Observer}s, or the
 * platform itself.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration")
@EnableConfigurationProperties(TriskelProperties.class)
public class TriskelAutoConfiguration {
    @Bean
    Watch triskelWatch() {
        return new Watch();
    }

    @Bean
    Lanes triskelLanes(TriskelProperties properties) {
        return new Lanes(properties.consumers().threads());
    }

    @Bean
    @ConditionalOnMissingBean({Platform.class, Hosting.class})
    Hosting triskelHosting(
            TriskelProperties properties,
            ObjectProvider<TypeRegistry> types,
            ObjectProvider<InstantSource> clock,
            ObjectProvider<IdSource> ids,
            ObjectProvider<Observer> observers,
            Lanes lanes,
            ApplicationContext context) {
        Environment environment = context.getEnvironment();
        Platform.Settings settings = Platform.Settings.of(source(properties, environment), only(types))
                .observer(Observer.all(observers.orderedStream().toArray(Observer[]::new)))
                .executor(lanes.executor());
        settings = settings.clock(clock.getIfUnique(settings::clock)).ids(ids.getIfUnique(settings::ids));
        return Adapters.of(loader(context)).open(properties.platform(), properties.adapter(), environment, settings);
    }

    private static ClassLoader loader(ApplicationContext context) {
        return Optional.ofNullable(context.getClassLoader()).orElseGet(TriskelAutoConfiguration.class::getClassLoader);
    }

    private static String source(TriskelProperties properties, Environment environment) {
        String name = environment.getProperty("spring.application.name", "");
        if (properties.source().isBlank() && name.isBlank()) {
            throw new StartException(
                    "The application's events have no source",
                    "Set triskel.source, such as /orders, or spring.application.name.");
        }
        return properties.source().isBlank() ? "/" + name : properties.source();
    }

    private static TypeRegistry only(ObjectProvider<TypeRegistry> types) {
        List<TypeRegistry> all = types.stream().toList();
        if (all.size() != 1) {
            throw new StartException(
                    "The application declares " + all.size() + " beans of type TypeRegistry, expected 1",
                    "Register all event types in one bean: @Bean TypeRegistry types() { return"
                            + " TypeRegistry.builder().add(\"orders.paid\", 1, Paid.class).build(); }");
        }
        return all.get(0);
    }

    @Bean
    @ConditionalOnMissingBean
    Platform triskelPlatform(Hosting hosting) {
        return hosting.platform();
    }

    @Bean
    TriskelHost triskelHost(
            Platform platform,
            ObjectProvider<Hosting> hosting,
            ObjectProvider<ConsumerSpec> consumers,
            TriskelProperties properties,
            ObjectProvider<Readiness> readiness) {
        return new TriskelHost(
                platform,
                () -> hostingOf(platform, hosting),
                () -> consumers.orderedStream().toList(),
                properties,
                () -> readiness.ifAvailable(Readiness::update));
    }

    private static Hosting hostingOf(Platform platform, ObjectProvider<Hosting> hosting) {
        return Stream.concat(
                        hosting.stream(),
                        platform instanceof InMemoryPlatform memory
                                ? Stream.of(new MemoryHosting(memory))
                                : Stream.empty())
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "The application declares its own Platform, and nothing feeds its consumers",
                        "Declare a bean of type io.triskel.spi.Hosting instead of the Platform, or set"
                                + " triskel.consumers.auto-start to false."));
    }

    @Bean
    Readiness triskelReadiness(
            ObjectProvider<ApplicationAvailability> availability, TriskelHost host, ApplicationContext context) {
        // Asked for first, so that it hears of a state before it is corrected.
        Object unused = availability.getIfAvailable();
        return new Readiness(host, context);
    }
}
