package io.triskel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.NoData;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.observe.Observer.Scope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ObserverTest {
    private static final Envelope<NoData> EVENT =
            Envelope.of(new EventId("/test", "1"), EventType.of("test.it", 1), NoData.NO_DATA);
    private static final TraceContext TRACE =
            TraceContext.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    /** One call of each method that tells something. */
    private static final List<Consumer<Observer>> TELLING = List.of(
            observer -> observer.published(EVENT, EventOutcome.ACCEPTED, Duration.ZERO),
            observer -> observer.handled("c", EVENT, EventOutcome.HANDLED, Duration.ZERO),
            observer -> observer.parked("c", EVENT.id(), "reason"),
            observer -> observer.replayed("c", EVENT.id(), EventOutcome.HANDLED),
            observer -> observer.appended(new StreamId("s"), 1, 1),
            observer -> observer.dispatched(new StreamId("s"), 1),
            observer -> observer.sagaEnded("s", "i", "completed"),
            observer -> observer.portFailed("p", new PortException("down")),
            observer -> observer.parkedLanes("c", 1),
            observer -> observer.dirtyStreams(1),
            observer -> observer.oldestUnsettled("c", Duration.ZERO),
            observer -> observer.handling("c", EVENT).close(),
            observer -> observer.traceFor(EVENT));

    @Nested
    class When_an_observer_throws {
        @Test
        void the_work_does_not_notice() {
            Observer guarded = Observer.guarded(observer((proxy, method, arguments) -> {
                throw new IllegalStateException("broken");
            }));

            assertThatCode(() -> TELLING.forEach(call -> call.accept(guarded))).doesNotThrowAnyException();
            assertThat(guarded.traced(EVENT)).isSameAs(EVENT);
        }

        @Test
        void nor_does_it_notice_an_error_of_the_observers_own_package() {
            Observer guarded = Observer.guarded(observer((proxy, method, arguments) -> {
                throw new NoSuchMethodError("Meter.record");
            }));

            assertThatCode(() -> TELLING.forEach(call -> call.accept(guarded))).doesNotThrowAnyException();
        }

        @Test
        void the_others_are_still_told() {
            List<String> told = new ArrayList<>();
            Observer both = Observer.all(
                    observer((proxy, method, arguments) -> {
                        throw new IllegalStateException("broken");
                    }),
                    recording(told));

            TELLING.forEach(call -> call.accept(both));

            assertThat(told).hasSize(TELLING.size());
        }

        @Test
        void a_scope_that_fails_is_kept_from_the_work() {
            Observer guarded = Observer.guarded(new Observer() {
                @Override
                public Scope handling(String consumer, Envelope<?> event) {
                    return new Scope() {
                        @Override
                        public void failed(Throwable failure) {
                            throw new IllegalStateException("broken");
                        }

                        @Override
                        public void close() {
                            throw new IllegalStateException("broken");
                        }
                    };
                }
            });

            assertThatCode(() -> {
                        Scope scope = guarded.handling("c", EVENT);
                        scope.failed(new IllegalStateException("the handler's"));
                        scope.close();
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class When_there_are_several {
        @Test
        void every_one_is_told_everything() {
            List<String> first = new ArrayList<>();
            List<String> second = new ArrayList<>();
            Observer both = Observer.all(recording(first), recording(second));

            TELLING.forEach(call -> call.accept(both));

            List<String> all = Arrays.stream(Observer.class.getMethods())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .map(Method::getName)
                    .filter(name -> !name.equals("traced"))
                    .toList();
            assertThat(first).containsExactlyInAnyOrderElementsOf(all).isEqualTo(second);
        }

        @Test
        void scopes_close_in_reverse() {
            List<String> closed = new ArrayList<>();

            Observer.all(closing(closed, "outer"), closing(closed, "inner"))
                    .handling("c", EVENT)
                    .close();

            assertThat(closed).containsExactly("inner", "outer");
        }

        @Test
        void all_scopes_learn_of_a_failure() {
            List<String> told = new ArrayList<>();

            Scope scope =
                    Observer.all(closing(told, "outer"), closing(told, "inner")).handling("c", EVENT);
            scope.failed(new IllegalStateException("no"));
            scope.close();

            assertThat(told).containsExactly("inner failed", "outer failed", "inner", "outer");
        }

        @Test
        void the_first_trace_offered_is_taken() {
            Observer both =
                    Observer.all(Observer.none(), offering(TRACE), offering(TraceContext.of(TRACE.traceparent())));

            assertThat(both.traced(EVENT).metadata().trace()).contains(TRACE);
        }

        private Observer closing(List<String> closed, String name) {
            return new Observer() {
                @Override
                public Scope handling(String consumer, Envelope<?> event) {
                    return new Scope() {
                        @Override
                        public void failed(Throwable failure) {
                            closed.add(name + " failed");
                        }

                        @Override
                        public void close() {
                            closed.add(name);
                        }
                    };
                }
            };
        }
    }

    @Nested
    class When_an_event_is_traced {
        @Test
        void it_gets_the_trace_that_is_offered() {
            assertThat(offering(TRACE).traced(EVENT).metadata().trace()).contains(TRACE);
        }

        @Test
        void it_keeps_the_trace_it_has() {
            Envelope<NoData> traced = EVENT.withMetadata(EVENT.metadata()
                    .withTrace(
                            Optional.of(TraceContext.of("00-11111111111111111111111111111111-2222222222222222-00"))));

            assertThat(offering(TRACE).traced(traced)).isSameAs(traced);
        }

        @Test
        void it_stays_as_it_is_where_nothing_is_offered() {
            assertThat(Observer.none().traced(EVENT)).isSameAs(EVENT);
        }
    }

    private static Observer offering(TraceContext trace) {
        return new Observer() {
            @Override
            public Optional<TraceContext> traceFor(Envelope<?> event) {
                return Optional.of(trace);
            }
        };
    }

    private static Observer recording(List<String> told) {
        return observer((proxy, method, arguments) -> {
            told.add(method.getName());
            return method.getReturnType() == Scope.class
                    ? Scope.none()
                    : method.getReturnType() == Optional.class ? Optional.empty() : null;
        });
    }

    private static Observer observer(InvocationHandler behaviour) {
        return (Observer)
                Proxy.newProxyInstance(Observer.class.getClassLoader(), new Class<?>[] {Observer.class}, behaviour);
    }
}
