package io.triskel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.observe.opentelemetry.OpenTelemetryObserver;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.saga.SagaRunner;
import io.triskel.spring.Shop.Paid;
import io.triskel.spring.Shop.Placed;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

class TriskelAutoConfigurationTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(TriskelAutoConfiguration.class, TriskelObserveAutoConfiguration.class))
            .withUserConfiguration(Shop.class)
            .withPropertyValues("triskel.source=/shop", "triskel.consumers.pause=1ms", "triskel.clock.every=5ms");

    @Test
    void without_an_adapter_the_platform_is_in_memory() {
        application.run(context -> {
            assertThat(context).hasSingleBean(Platform.class);
            assertThat(context.getBean(Platform.class)).isInstanceOf(InMemoryPlatform.class);
            assertThat(context.getBean(Platform.class).settings().source()).isEqualTo("/shop");
        });
    }

    @Test
    void the_source_is_the_applications_name_unless_it_is_set() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TriskelAutoConfiguration.class))
                .withUserConfiguration(Shop.class)
                .withPropertyValues("spring.application.name=kiosk")
                .run(context -> assertThat(
                                context.getBean(Platform.class).settings().source())
                        .isEqualTo("/kiosk"));
    }

    @Test
    void a_consumer_that_is_a_bean_is_fed_from_the_start() {
        application.run(context -> {
            context.getBean(Platform.class).publish(new Paid("42"), "42");

            Shop.Log log = context.getBean(Shop.Log.class);
            Await.until(() -> !log.lines.isEmpty());
            assertThat(log.lines).containsExactly("ship 42");
        });
    }

    @Test
    void lanes_are_processed_on_several_threads_if_the_application_says_so() {
        application.withPropertyValues("triskel.consumers.threads=3").run(context -> {
            for (int i = 0; i < 20; i++) {
                context.getBean(Platform.class).publish(new Paid("" + i), "" + i);
            }

            Shop.Log log = context.getBean(Shop.Log.class);
            Await.until(() -> log.lines.size() == 20);
        });
    }

    @Test
    void spring_boots_own_task_executor_stays() {
        application
                .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .run(context -> assertThat(context).hasBean("applicationTaskExecutor"));
    }

    @Test
    void the_clock_fires_timers_of_sagas_and_sends_their_commands() {
        ManualClock clock = ManualClock.atNewYear();
        application.withBean(ManualClock.class, () -> clock).run(context -> {
            SagaRunner<?> saga = context.getBean(SagaRunner.class);
            context.getBean(Platform.class).publish(new Placed("42"), "42");
            Await.until(() -> saga.find("42").isPresent());

            clock.advance(Duration.ofMinutes(2));

            // Time goes on: a command that was being sent when the clock jumped is sent again after a pause.
            Shop.Log log = context.getBean(Shop.Log.class);
            Await.until(() -> {
                clock.advance(Duration.ofMillis(100));
                return !log.lines.isEmpty();
            });
            assertThat(log.lines).contains("reject 42");
        });
    }

    @Test
    void a_platform_of_the_applications_own_takes_precedence() {
        application
                .withBean(InMemoryPlatform.class, () -> InMemoryPlatform.of("/own", new Shop().types()))
                .run(context -> {
                    assertThat(context.getBean(Platform.class).settings().source())
                            .isEqualTo("/own");
                    context.getBean(Platform.class).publish(new Paid("42"), "42");

                    Shop.Log log = context.getBean(Shop.Log.class);
                    Await.until(() -> !log.lines.isEmpty());
                });
    }

    @Test
    void what_the_platform_does_is_metered_and_traced_if_the_application_has_the_beans() {
        application
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(OpenTelemetry.class, OpenTelemetry::noop)
                .run(context -> {
                    context.getBean(Platform.class).publish(new Paid("42"), "42");

                    assertThat(context).hasSingleBean(OpenTelemetryObserver.class);
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .contains("triskel.publish");
                });
    }

    @Nested
    class When_the_application_stops {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        private HostedConsumer slow(Platform platform, Shop.Log log) {
            return platform.consumer("slow")
                    .on(Paid.class, (event, handling) -> {
                        begun.countDown();
                        if (!mayEnd.await(1, TimeUnit.MINUTES)) {
                            throw new AssertionError("nobody lets it end");
                        }
                        log.lines.add("slow " + event.data().order());
                    })
                    .build();
        }

        private ApplicationContextRunner withSlowConsumer() {
            return application.withInitializer(context -> {
                var beans = (GenericApplicationContext) context;
                beans.registerBean(
                        "slow",
                        HostedConsumer.class,
                        () -> slow(beans.getBean(Platform.class), beans.getBean(Shop.Log.class)));
            });
        }

        @Test
        void the_event_in_progress_is_handled_to_its_end() {
            withSlowConsumer().run(context -> {
                context.getBean(Platform.class).publish(new Paid("42"), "42");
                Await.until(() -> begun.getCount() == 0);
                TriskelHost host = context.getBean(TriskelHost.class);
                Thread stopping = new Thread(host::stop);
                stopping.start();
                Await.until(() -> !host.isRunning());

                boolean waits = stopping.isAlive();
                mayEnd.countDown();
                stopping.join();

                assertThat(waits).isTrue();
                assertThat(context.getBean(Shop.Log.class).lines).contains("slow 42");
            });
        }

        @Test
        void a_handler_that_never_ends_holds_nobody_up() {
            AtomicBoolean released = new AtomicBoolean();
            application
                    .withInitializer(context -> {
                        var beans = (GenericApplicationContext) context;
                        beans.registerBean(
                                "deaf",
                                HostedConsumer.class,
                                () -> beans.getBean(Platform.class)
                                        .consumer("deaf")
                                        .on(Paid.class, (event, handling) -> {
                                            begun.countDown();
                                            while (!released.get()) {
                                                LockSupport.parkNanos(1_000_000);
                                            }
                                        })
                                        .build());
                    })
                    .withPropertyValues("triskel.consumers.grace=10ms")
                    .run(context -> {
                        context.getBean(Platform.class).publish(new Paid("42"), "42");
                        Await.until(() -> begun.getCount() == 0);
                        Thread stopping = new Thread(context.getBean(TriskelHost.class)::stop);
                        stopping.start();

                        try {
                            Await.until(() -> !stopping.isAlive());
                        } finally {
                            released.set(true);
                        }
                    });
        }

        @Test
        void an_event_that_takes_longer_than_the_grace_period_is_given_up() {
            withSlowConsumer()
                    .withPropertyValues("triskel.consumers.grace=10ms")
                    .run(context -> {
                        context.getBean(Platform.class).publish(new Paid("42"), "42");
                        Await.until(() -> begun.getCount() == 0);

                        TriskelHost host = context.getBean(TriskelHost.class);
                        host.stop();

                        assertThat(context.getBean(Shop.Log.class).lines).doesNotContain("slow 42");
                        assertThatThrownBy(host::start)
                                .hasMessage("Consumers were given up at the last stop: restart the application");
                    });
        }

        @Test
        void a_second_start_continues() {
            application.run(context -> {
                TriskelHost host = context.getBean(TriskelHost.class);
                host.stop();
                context.getBean(Platform.class).publish(new Paid("42"), "42");
                host.start();

                Shop.Log log = context.getBean(Shop.Log.class);
                Await.until(() -> !log.lines.isEmpty());
            });
        }
    }
}
