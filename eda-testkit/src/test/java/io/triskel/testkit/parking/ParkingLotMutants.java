package io.triskel.testkit.parking;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.HeldLane.Head;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.testkit.ParkingLotContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Lots that each get one thing wrong, as suites to run. */
final class ParkingLotMutants {
    private ParkingLotMutants() {}

    /** No mutant here is late: what does not come at once will not come. */
    abstract static class Mutant extends ParkingLotContract {
        abstract ParkingLot mutant(int room);

        @Override
        protected ParkingLot create() {
            return mutant(1_000);
        }

        @Override
        protected ParkingLot createWithRoomFor(int events) {
            return mutant(events);
        }

        @Override
        protected Duration patience() {
            return Duration.ofMillis(20);
        }
    }

    static final class Control extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room);
        }
    }

    static final class DoesNothing extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DoesNothingLot();
        }
    }

    static final class OpensALaneWithATail extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public boolean open(LaneLease lease) {
                    letOthersGoOn();
                    right.peek(lease, 1_000).forEach(event -> right.remove(lease, event.event()));
                    return right.open(lease);
                }
            };
        }
    }

    /** Widens a race, so that it is lost whatever else the machine does. */
    private static void letOthersGoOn() {
        LockSupport.parkNanos(1_000_000);
    }

    static final class ParksTwice extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                private final Set<ParkedEvent> known = ConcurrentHashMap.newKeySet();

                @Override
                public ParkResult park(ParkedEvent event) {
                    boolean first = known.add(event.waiting("", 0, Optional.empty()));
                    return super.park(first ? event : named(event, event.event().id() + "-again"));
                }
            };
        }
    }

    private static ParkedEvent named(ParkedEvent event, String id) {
        return new ParkedEvent(
                event.consumer(),
                event.lane(),
                new EventId(event.event().source(), id),
                event.wire(),
                event.position(),
                event.reason(),
                event.attempts(),
                event.parkedAt(),
                event.replayAt());
    }

    static final class AppendsBehindAnOpenLane extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public ParkResult parkBehind(ParkedEvent event) {
                    return super.park(event);
                }
            };
        }
    }

    /** Looks whether the lane is parked, and then writes as if it still were. */
    static final class ReadsBeforeItAppends extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public ParkResult parkBehind(ParkedEvent event) {
                    boolean held = !right.heldAmong(event.consumer(), List.of(event.lane()))
                            .isEmpty();
                    LockSupport.parkNanos(2_000_000);
                    ParkResult result = super.parkBehind(event);
                    return held ? ParkResult.parked() : result;
                }

                @Override
                public boolean open(LaneLease lease) {
                    letOthersGoOn();
                    return super.open(lease);
                }
            };
        }
    }

    /** Keeps bytes as text. */
    static final class LosesBytes extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public ParkResult park(ParkedEvent event) {
                    String text = new String(event.wire().body(), StandardCharsets.UTF_8);
                    WireEvent wire = new WireEvent(event.wire().attributes(), text.getBytes(StandardCharsets.UTF_8));
                    return super.park(new ParkedEvent(
                            event.consumer(),
                            event.lane(),
                            event.event(),
                            wire,
                            event.position(),
                            event.reason(),
                            event.attempts(),
                            event.parkedAt(),
                            event.replayAt()));
                }
            };
        }
    }

    static final class IgnoresTheFence extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                private final Map<Lane, LaneLease> last = new ConcurrentHashMap<>();

                @Override
                public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
                    Optional<LaneLease> lease = super.lease(consumer, lane, now, duration);
                    lease.ifPresent(given -> last.put(lane, given));
                    return lease;
                }

                @Override
                public boolean remove(LaneLease lease, EventId head) {
                    return super.remove(last.getOrDefault(lease.lane(), lease), head);
                }

                @Override
                public boolean open(LaneLease lease) {
                    return super.open(last.getOrDefault(lease.lane(), lease));
                }
            };
        }
    }

    static final class LeasesToEveryone extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                private final AtomicInteger calls = new AtomicInteger();

                @Override
                public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
                    return super.lease(consumer, lane, now.plus(Duration.ofDays(calls.incrementAndGet())), duration);
                }
            };
        }
    }

    /** Deletes a lane's row when it opens, and with it the last fence. */
    static final class StartsFencesAnew extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                private final Map<Lane, List<LaneLease>> given = new HashMap<>();

                @Override
                public synchronized Optional<LaneLease> lease(
                        String consumer, Lane lane, Instant now, Duration duration) {
                    return super.lease(consumer, lane, now, duration).map(lease -> {
                        List<LaneLease> ofLane = given.computeIfAbsent(lane, first -> new ArrayList<>());
                        ofLane.add(lease);
                        return new LaneLease(consumer, lane, ofLane.size(), lease.leaseEnd());
                    });
                }

                private LaneLease real(LaneLease lease) {
                    List<LaneLease> ofLane = given.getOrDefault(lease.lane(), List.of());
                    return lease.fence() <= ofLane.size() ? ofLane.get((int) lease.fence() - 1) : lease;
                }

                @Override
                public synchronized List<ParkedEvent> peek(LaneLease lease, int limit) {
                    return super.peek(real(lease), limit);
                }

                @Override
                public synchronized boolean remove(LaneLease lease, EventId head) {
                    return super.remove(real(lease), head);
                }

                @Override
                public synchronized boolean open(LaneLease lease) {
                    boolean opened = super.open(real(lease));
                    if (opened) {
                        given.remove(lease.lane());
                    }
                    return opened;
                }
            };
        }
    }

    static final class TakesOutAnyEvent extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public boolean remove(LaneLease lease, EventId head) {
                    return super.remove(lease, head)
                            || super.discard(lease, head, "").isPresent();
                }
            };
        }
    }

    static final class PutsAPostponedHeadLast extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public boolean postpone(LaneLease lease, ParkedEvent head) {
                    boolean removed = super.remove(lease, head.event());
                    if (removed) {
                        super.park(head);
                    }
                    return removed;
                }
            };
        }
    }

    static final class IsDueTooEarly extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public List<Lane> due(String consumer, Instant now, int limit) {
                    return super.due(consumer, now.plusSeconds(1), limit);
                }
            };
        }
    }

    /** Names lanes only whose head's time has come. */
    static final class ForgetsLanesToOpen extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public List<Lane> due(String consumer, Instant now, int limit) {
                    return super.due(consumer, now, limit).stream()
                            .filter(lane -> super.list(consumer, lane, Optional.empty(), 1).stream()
                                    .anyMatch(head -> head.replayAt().isPresent()))
                            .toList();
                }
            };
        }
    }

    static final class ForgetsWhyItWasDiscarded extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
                    return super.discard(lease, event, "discarded");
                }
            };
        }
    }

    static final class BeginsEveryPageAtTheHead extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
                    return super.list(consumer, lane, Optional.empty(), limit);
                }
            };
        }
    }

    /** Takes what there is no room for, and does not say so. */
    static final class IsFullInSecret extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public ParkResult park(ParkedEvent event) {
                    return said(super.park(event));
                }

                @Override
                public ParkResult parkBehind(ParkedEvent event) {
                    return said(super.parkBehind(event));
                }

                private ParkResult said(ParkResult result) {
                    return result instanceof ParkResult.Full ? ParkResult.parked() : result;
                }
            };
        }
    }

    /** Takes an event alone and a key of the same text for one lane. */
    static final class MixesUpLanes extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public ParkResult park(ParkedEvent event) {
                    return super.park(new ParkedEvent(
                            event.consumer(),
                            Lane.of(event.lane().value()),
                            event.event(),
                            event.wire(),
                            event.position(),
                            event.reason(),
                            event.attempts(),
                            event.parkedAt(),
                            event.replayAt()));
                }

                @Override
                public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
                    return super.heldAmong(
                                    consumer,
                                    lanes.stream()
                                            .map(lane -> Lane.of(lane.value()))
                                            .toList())
                            .stream()
                            .flatMap(held ->
                                    lanes.stream().filter(lane -> lane.value().equals(held.value())))
                            .collect(Collectors.toSet());
                }
            };
        }
    }

    /** Has room for ids as we write them, and for no others. */
    static final class CutsLongIds extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public ParkResult park(ParkedEvent event) {
                    return super.park(cut(event));
                }

                @Override
                public ParkResult parkBehind(ParkedEvent event) {
                    return super.parkBehind(cut(event));
                }
            };
        }

        private static ParkedEvent cut(ParkedEvent event) {
            String id = event.event().id();
            String most = id.substring(0, Math.min(EventId.MAX_ID, id.length()));
            return moved(event, event.lane(), new EventId(event.event().source(), most));
        }
    }

    /** Has room for lanes as we name them, and for no others. */
    static final class CutsLongLanes extends Mutant {
        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public ParkResult park(ParkedEvent event) {
                    return super.park(moved(event, cut(event.lane()), event.event()));
                }

                @Override
                public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
                    return lanes.stream()
                            .filter(lane -> !super.heldAmong(consumer, Set.of(cut(lane)))
                                    .isEmpty())
                            .collect(Collectors.toSet());
                }

                @Override
                public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
                    return super.lease(consumer, cut(lane), now, duration);
                }
            };
        }

        private static Lane cut(Lane lane) {
            return new Lane(lane.value().substring(0, Math.min(512, lane.value().length())), lane.alone());
        }
    }

    private static ParkedEvent moved(ParkedEvent event, Lane lane, EventId id) {
        return new ParkedEvent(
                event.consumer(),
                lane,
                id,
                event.wire(),
                event.position(),
                event.reason(),
                event.attempts(),
                event.parkedAt(),
                event.replayAt());
    }

    /** Changes what a held lane tells. */
    abstract static class Telling extends Mutant {
        abstract HeldLane told(HeldLane held);

        @Override
        ParkingLot mutant(int room) {
            return new DelegatingLot(room) {
                @Override
                public List<HeldLane> held(String consumer, Optional<Lane> after, int limit) {
                    return super.held(consumer, after, limit).stream()
                            .map(Telling.this::told)
                            .toList();
                }

                @Override
                public Optional<HeldLane> held(String consumer, Lane lane) {
                    return super.held(consumer, lane).map(Telling.this::told);
                }
            };
        }
    }

    static final class ForgetsWhyTheHeadWaits extends Telling {
        @Override
        HeldLane told(HeldLane held) {
            return new HeldLane(held.lane(), held.events(), Optional.empty(), held.due(), held.leaseEnd());
        }
    }

    static final class CountsTheHeadOnly extends Telling {
        @Override
        HeldLane told(HeldLane held) {
            return new HeldLane(held.lane(), Math.min(1, held.events()), held.head(), held.due(), held.leaseEnd());
        }
    }

    /** Keeps what was told of the first head, whatever becomes of it. */
    static final class TellsTheFirstHeadForEver extends Telling {
        private final Map<Lane, Optional<Head>> first = new ConcurrentHashMap<>();

        @Override
        HeldLane told(HeldLane held) {
            Optional<Head> head = first.computeIfAbsent(held.lane(), lane -> held.head());
            return new HeldLane(held.lane(), held.events(), head, held.due(), held.leaseEnd());
        }
    }

    static final class HidesTheLease extends Telling {
        @Override
        HeldLane told(HeldLane held) {
            return new HeldLane(held.lane(), held.events(), held.head(), held.due(), Optional.empty());
        }
    }
}
