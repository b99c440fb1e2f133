package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.event.OrderingKey;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.HeldLane.Head;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link ParkingLot}. The lot may be shared: each test has its own consumer. The indexes of lanes,
 * due lanes and discarded events may lag, so tests wait until an entry appears or disappears.
 */
public abstract class ParkingLotContract {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Lane LANE = Lane.of("order-1");
    private static final Instant PARKED_AT = Instant.parse("2025-12-31T23:59:59.999Z");
    private static final int RACERS = 16;

    private final String consumer = "consumer-" + UUID.randomUUID();
    private ManualClock clock = ManualClock.atNewYear();
    private final ConcurrentLinkedQueue<ParkedEvent> taken = new ConcurrentLinkedQueue<>();
    private ParkingLot lot;

    /** For implementations to extend. */
    protected ParkingLotContract() {}

    /** {@return the lot to test} */
    protected abstract ParkingLot create();

    /** {@return a lot, empty or shared, whose lanes have room for exactly this many events} */
    protected abstract ParkingLot createWithRoomFor(int events);

    /** {@return how long an index may lag} */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    @BeforeEach
    final void open() {
        lot = create();
        clock = ManualClock.atNewYear();
    }

    @Test
    final void a_lane_is_parked_from_its_first_event_on() {
        Set<Lane> before = held(LANE);

        ParkResult result = lot.park(event(1));

        assertThat(before).isEmpty();
        assertThat(result).isEqualTo(ParkResult.parked());
        assertThat(lot.heldAmong(consumer, List.of(Lane.of("order-0"), LANE, Lane.of("order-2"))))
                .containsExactly(LANE);
        assertThat(lot.heldAmong(consumer, List.of())).isEmpty();
        assertThat(listed()).containsExactly(event(1));
    }

    @Test
    final void an_event_is_kept_with_all_that_is_known_of_it_byte_for_byte() {
        byte[] everyByte = new byte[256];
        IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);
        ParkedEvent full = new ParkedEvent(
                consumer,
                LANE,
                id(1),
                new WireEvent(Map.of("id", "é/\\#?\uD83D\uDE80", "empty", "", "x", " spaces "), everyByte),
                "shard-0:49590338271490256608559692538361571095921575989136588898",
                "it failed: \"Zoë\"\n\tat line 1",
                3,
                clock.instant().plusMillis(7),
                Optional.of(clock.instant().plusMillis(9)));

        lot.park(full);

        assertThat(listed()).containsExactly(full);
        assertThat(lot.peek(lease(), 1)).containsExactly(full);
    }

    @Test
    final void what_could_not_be_decoded_is_kept_byte_for_byte_be_it_empty_or_large() {
        byte[] large = new byte[256 * 1024];
        new Random(1).nextBytes(large);

        lot.park(event(1, WireEvent.structured(new byte[0])));
        lot.parkBehind(event(2, WireEvent.structured(large)));

        List<ParkedEvent> listed = listed();
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).wire().body()).isEmpty();
        assertThat(listed.get(0).wire().attributes()).isEmpty();
        assertThat(listed.get(1).wire().body()).isEqualTo(large);
    }

    @Test
    final void an_event_that_the_lane_has_already_stays_as_it_is() {
        lot.park(event(1));
        lot.parkBehind(event(2));

        ParkResult head = lot.park(event(1).waiting("other", 9, Optional.empty()));
        ParkResult behind = lot.parkBehind(event(2).waiting("other", 9, Optional.empty()));

        assertThat(List.of(head, behind)).containsOnly(ParkResult.parked());
        assertThat(listed()).containsExactly(event(1), event(2));
    }

    @Test
    final void behind_an_open_lane_nothing_is_parked() {
        lot.park(event(Lane.of("order-2"), 1));

        ParkResult result = lot.parkBehind(event(1));

        assertThat(result).isEqualTo(ParkResult.open());
        assertThat(held(LANE)).isEmpty();
        assertThat(listed()).isEmpty();
        assertThat(held(Lane.of("order-2"))).isNotEmpty();
    }

    @Test
    final void events_queue_behind_a_parked_lane_in_the_order_of_their_arrival() {
        lot.park(event(3));

        ParkResult second = lot.parkBehind(event(1));
        ParkResult third = lot.park(event(2));

        assertThat(List.of(second, third)).containsOnly(ParkResult.parked());
        assertThat(listed()).containsExactly(event(3), event(1), event(2));
    }

    @Test
    final void a_lane_stays_parked_while_it_is_empty_and_not_opened() {
        lot.park(event(1));
        LaneLease lease = lease();
        boolean removed = lot.remove(lease, id(1));

        Set<Lane> held = held(LANE);
        ParkResult result = lot.parkBehind(event(2));

        assertThat(removed).isTrue();
        assertThat(held).containsExactly(LANE);
        assertThat(result).isEqualTo(ParkResult.parked());
        assertThat(lot.peek(lease, 10)).containsExactly(event(2));
    }

    @Test
    final void an_empty_lane_is_opened_and_then_there_is_nothing_to_stand_behind() {
        lot.park(event(1));
        LaneLease lease = lease();
        lot.remove(lease, id(1));

        boolean opened = lot.open(lease);

        assertThat(opened).isTrue();
        assertThat(held(LANE)).isEmpty();
        assertThat(lot.parkBehind(event(2))).isEqualTo(ParkResult.open());
        assertThat(lot.lease(consumer, LANE, clock.instant(), LEASE)).isEmpty();
    }

    @Test
    final void a_lane_is_not_opened_while_something_waits_in_it() {
        lot.park(event(1));
        LaneLease lease = lease();

        boolean withItsHead = lot.open(lease);
        lot.remove(lease, id(1));
        lot.parkBehind(event(2));
        boolean withAnArrival = lot.open(lease);

        assertThat(withItsHead).isFalse();
        assertThat(withAnArrival).isFalse();
        assertThat(held(LANE)).containsExactly(LANE);
        assertThat(listed()).containsExactly(event(2));
    }

    @Test
    final void a_lane_is_leased_by_one_until_the_lease_ends() {
        lot.park(event(1));

        LaneLease first = lease();
        clock.advance(LEASE.minusMillis(1));
        Optional<LaneLease> meanwhile = lot.lease(consumer, LANE, clock.instant(), LEASE);
        clock.advance(Duration.ofMillis(1));
        LaneLease second = lease();

        assertThat(first.consumer()).isEqualTo(consumer);
        assertThat(first.lane()).isEqualTo(LANE);
        assertThat(first.leaseEnd()).isEqualTo(clock.instant());
        assertThat(meanwhile).isEmpty();
        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    final void a_lease_that_is_given_back_can_be_taken_at_once() {
        lot.park(event(1));
        LaneLease first = lease();

        lot.release(first);

        assertThat(lease().fence()).isGreaterThan(first.fence());
    }

    @Test
    final void a_clock_that_goes_back_makes_a_lease_longer_and_no_fence_lower() {
        lot.park(event(1));
        LaneLease first = lease();
        clock.advance(Duration.ofHours(-1));

        Optional<LaneLease> meanwhile = lot.lease(consumer, LANE, clock.instant(), LEASE);
        lot.release(first);

        assertThat(meanwhile).isEmpty();
        assertThat(lease().fence()).isGreaterThan(first.fence());
    }

    @Test
    final void of_16_racing_replays_one_gets_the_lane() {
        lot.park(event(1));

        List<Optional<LaneLease>> leases = Race.of(RACERS, i -> lot.lease(consumer, LANE, clock.instant(), LEASE));

        assertThat(leases).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    final void whoever_was_taken_over_reads_and_writes_nothing() {
        lot.park(event(1));
        lot.parkBehind(event(2));
        LaneLease stalled = lease();
        clock.advance(LEASE);
        LaneLease second = lease();

        boolean removed = lot.remove(stalled, id(1));
        boolean postponed = lot.postpone(stalled, event(1).waiting("stalled", 9, Optional.empty()));
        Optional<ParkedEvent> discarded = lot.discard(stalled, id(2), "stalled");
        lot.release(stalled);

        assertThat(List.of(removed, postponed)).containsOnly(false);
        assertThat(discarded).isEmpty();
        assertThat(lot.peek(stalled, 10)).isEmpty();
        assertThat(lot.peek(second, 10)).containsExactly(event(1), event(2));
        assertThat(lot.lease(consumer, LANE, clock.instant(), LEASE)).isEmpty();
    }

    @Test
    final void whoever_was_taken_over_does_not_open_the_lane() {
        lot.park(event(1));
        LaneLease stalled = lease();
        lot.remove(stalled, id(1));
        clock.advance(LEASE);
        LaneLease second = lease();

        boolean byTheStalled = lot.open(stalled);
        Set<Lane> held = held(LANE);
        boolean byTheSecond = lot.open(second);

        assertThat(byTheStalled).isFalse();
        assertThat(held).containsExactly(LANE);
        assertThat(byTheSecond).isTrue();
    }

    @Test
    final void a_lease_from_before_the_lane_was_opened_and_parked_again_is_void() {
        lot.park(event(1));
        LaneLease old = lease();
        lot.remove(old, id(1));
        boolean opened = lot.open(old);
        lot.park(event(2));

        boolean removed = lot.remove(old, id(2));
        LaneLease fresh = lease();

        assertThat(opened).isTrue();
        assertThat(removed).isFalse();
        assertThat(lot.peek(old, 1)).isEmpty();
        assertThat(fresh.fence()).isGreaterThan(old.fence());
        assertThat(lot.remove(old, id(2))).isFalse();
        assertThat(listed()).containsExactly(event(2));
    }

    @Test
    final void the_head_comes_first_and_no_more_than_asked_for() {
        IntStream.rangeClosed(1, 5).forEach(i -> lot.park(event(i)));
        LaneLease lease = lease();

        assertThat(lot.peek(lease, 2)).containsExactly(event(1), event(2));
        assertThat(lot.peek(lease, 9)).hasSize(5);
    }

    @Test
    final void only_the_head_is_taken_out() {
        lot.park(event(1));
        lot.parkBehind(event(2));
        LaneLease lease = lease();

        boolean second = lot.remove(lease, id(2));
        boolean head = lot.remove(lease, id(1));
        boolean again = lot.remove(lease, id(1));

        assertThat(second).isFalse();
        assertThat(head).isTrue();
        assertThat(again).isFalse();
        assertThat(lot.peek(lease, 10)).containsExactly(event(2));
    }

    @Test
    final void a_head_that_waits_on_keeps_its_place_with_the_new_reason_and_attempts() {
        lot.park(event(1));
        lot.parkBehind(event(2));
        LaneLease lease = lease();
        ParkedEvent waiting = event(1).waiting("still down", 4, Optional.of(clock.instant()));

        boolean postponed = lot.postpone(lease, waiting);
        boolean second = lot.postpone(lease, event(2).waiting("not the head", 4, Optional.empty()));

        assertThat(postponed).isTrue();
        assertThat(second).isFalse();
        assertThat(lot.peek(lease, 10)).containsExactly(waiting, event(2));
    }

    @Test
    final void a_lane_is_due_when_the_time_of_its_head_has_come_and_not_before() {
        Instant noon = clock.instant().plus(Duration.ofHours(12));
        lot.park(event(1).waiting("down", 1, Optional.of(noon)));
        lot.parkBehind(event(2).waiting("behind", 0, Optional.of(noon.minusSeconds(60))));

        eventually(() -> lot.due(consumer, noon, 10), List.of(LANE)::equals);
        assertThat(lot.due(consumer, noon.minusMillis(1), 10)).isEmpty();
    }

    @Test
    final void a_lane_whose_head_waits_for_a_person_is_never_due() {
        lot.park(event(1));
        lot.parkBehind(event(2).waiting("behind", 0, Optional.of(clock.instant())));
        lot.park(event(Lane.of("order-2"), 3).waiting("down", 1, Optional.of(clock.instant())));

        eventually(
                () -> lot.due(consumer, Instant.parse("2999-01-01T00:00:00Z"), 10),
                List.of(Lane.of("order-2"))::equals);
    }

    @Test
    final void a_lane_that_was_put_off_is_due_at_its_new_time_or_on_demand() {
        lot.park(event(1).waiting("down", 1, Optional.of(clock.instant())));
        eventually(() -> due(0), List.of(LANE)::equals);
        LaneLease lease = lease();

        lot.postpone(
                lease, event(1).waiting("down", 2, Optional.of(clock.instant().plusSeconds(60))));
        lot.release(lease);

        eventually(() -> due(59), List::isEmpty);
        eventually(() -> due(60), List.of(LANE)::equals);
        LaneLease next = lease();
        lot.postpone(next, event(1).waiting("ask me", 2, Optional.empty()));
        lot.release(next);
        eventually(() -> due(1_000_000), List::isEmpty);
    }

    @Test
    final void a_lane_whose_head_was_taken_out_is_due_until_it_is_opened() {
        lot.park(event(1));
        lot.parkBehind(event(2));
        LaneLease lease = lease();
        lot.remove(lease, id(1));
        lot.release(lease);
        eventually(() -> due(0), List.of(LANE)::equals);

        LaneLease second = lease();
        lot.remove(second, id(2));
        lot.release(second);
        eventually(() -> due(0), List.of(LANE)::equals);

        LaneLease third = lease();
        assertThat(lot.open(third)).isTrue();
        eventually(() -> due(1_000_000), List::isEmpty);
    }

    @Test
    final void no_more_lanes_are_due_than_asked_for_and_in_time_all_are() {
        List<Lane> lanes =
                IntStream.range(0, 5).mapToObj(i -> Lane.of("order-" + i)).toList();
        lanes.forEach(lane -> lot.park(event(lane, 1).waiting("down", 1, Optional.of(clock.instant()))));

        eventually(() -> due(0), due -> due.size() == 5 && due.containsAll(lanes));
        assertThat(lot.due(consumer, clock.instant(), 2)).hasSize(2);
    }

    @Test
    final void lanes_are_paged_in_a_steady_order() {
        List<Lane> lanes =
                IntStream.range(0, 7).mapToObj(i -> Lane.of("order-" + i)).toList();
        lanes.forEach(lane -> lot.park(event(lane, 1)));
        List<Lane> all = eventually(() -> lanes(Optional.empty(), 99), found -> found.size() == 7);

        List<Lane> paged = new ArrayList<>();
        List<Lane> page = lanes(Optional.empty(), 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            paged.addAll(page);
            page = lanes(Optional.of(page.get(page.size() - 1)), 3);
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(lanes);
        assertThat(paged).isEqualTo(all);
    }

    @Test
    final void an_opened_lane_is_not_listed_any_more() {
        lot.park(event(1));
        lot.park(event(Lane.of("order-2"), 1));
        LaneLease lease = lease();
        lot.remove(lease, id(1));

        assertThat(lot.open(lease)).isTrue();

        eventually(() -> lanes(Optional.empty(), 9), List.of(Lane.of("order-2"))::equals);
    }

    @Test
    final void a_held_lane_tells_how_many_events_wait_and_why_the_first_one_does() {
        Instant noon = clock.instant().plus(Duration.ofHours(12));
        Lane other = Lane.of("order-2");
        lot.park(event(1).waiting("down", 2, Optional.of(noon)));
        lot.parkBehind(event(2).waiting("behind", 0, Optional.empty()));
        lot.parkBehind(event(3).waiting("behind", 0, Optional.empty()));
        lot.park(event(other, 4));

        List<HeldLane> listed = eventually(() -> lot.held(consumer, Optional.empty(), 9), found -> found.size() == 2);

        HeldLane first =
                new HeldLane(LANE, 3, Optional.of(new Head("down", 2, PARKED_AT)), Optional.of(noon), Optional.empty());
        HeldLane second = new HeldLane(
                other, 1, Optional.of(new Head("it failed", 1, PARKED_AT)), Optional.empty(), Optional.empty());
        assertThat(listed).containsExactlyInAnyOrder(first, second);
        assertThat(lot.held(consumer, LANE)).contains(first);
        assertThat(lot.held(consumer, other)).contains(second);
        assertThat(lot.held(consumer, Lane.of("order-3"))).isEmpty();
    }

    @Test
    final void a_held_lane_tells_the_new_reason_of_a_head_that_was_put_off_and_until_when_it_is_leased() {
        Instant noon = clock.instant().plus(Duration.ofHours(12));
        lot.park(event(1));
        lot.parkBehind(event(2));
        LaneLease lease = lease();
        lot.postpone(lease, event(1).waiting("still down", 4, Optional.of(noon)));
        Optional<HeldLane> leased = lot.held(consumer, LANE);
        lot.release(lease);

        Optional<Head> head = Optional.of(new Head("still down", 4, PARKED_AT));
        assertThat(leased).contains(new HeldLane(LANE, 2, head, Optional.of(noon), Optional.of(lease.leaseEnd())));
        assertThat(lot.held(consumer, LANE)).contains(new HeldLane(LANE, 2, head, Optional.of(noon), Optional.empty()));
    }

    @Test
    final void a_held_lane_does_not_tell_of_a_head_that_is_gone() {
        IntStream.rangeClosed(1, 3).forEach(i -> lot.park(event(i).waiting("reason " + i, i, Optional.empty())));
        LaneLease lease = lease();

        lot.discard(lease, id(2), "in the middle");
        Optional<HeldLane> afterTheMiddle = lot.held(consumer, LANE);
        lot.remove(lease, id(1));
        Optional<HeldLane> afterTheHead = lot.held(consumer, LANE);
        lot.postpone(lease, event(3).waiting("again", 4, Optional.empty()));
        Optional<HeldLane> afterTheNext = lot.held(consumer, LANE);
        lot.discard(lease, id(3), "the last");
        Optional<HeldLane> empty = lot.held(consumer, LANE);
        lot.parkBehind(event(4));
        Optional<HeldLane> refilled = lot.held(consumer, LANE);

        assertThat(afterTheMiddle.flatMap(HeldLane::head)).contains(new Head("reason 1", 1, PARKED_AT));
        assertThat(afterTheMiddle.map(HeldLane::events)).contains(2L);
        assertThat(afterTheHead.flatMap(HeldLane::head)).isIn(Optional.empty(), head("reason 3", 3));
        assertThat(afterTheHead.flatMap(HeldLane::due))
                .hasValueSatisfying(due -> assertThat(due).isBeforeOrEqualTo(clock.instant()));
        assertThat(afterTheNext.flatMap(HeldLane::head)).isEqualTo(head("again", 4));
        assertThat(empty.map(HeldLane::events)).contains(0L);
        assertThat(empty.flatMap(HeldLane::head)).isEmpty();
        assertThat(refilled.flatMap(HeldLane::head)).isEqualTo(head("it failed", 1));
        assertThat(refilled.map(HeldLane::events)).contains(1L);
    }

    @Test
    final void a_long_reason_is_cut_where_the_lane_tells_it_and_nowhere_else() {
        ParkedEvent event = event(1).waiting("\uD83D\uDE80".repeat(2_000), 1, Optional.empty());

        lot.park(event);

        assertThat(lot.held(consumer, LANE).flatMap(HeldLane::head)).contains(Head.of(event));
        assertThat(listed()).containsExactly(event);
    }

    private static Optional<Head> head(String reason, int attempts) {
        return Optional.of(new Head(reason, attempts, PARKED_AT));
    }

    @Test
    final void the_events_of_a_lane_are_paged_head_first() {
        IntStream.rangeClosed(1, 25).forEach(i -> lot.park(event(i)));

        assertThat(lot.list(consumer, LANE, Optional.empty(), 2)).containsExactly(event(1), event(2));
        assertThat(lot.list(consumer, LANE, Optional.of(id(2)), 3)).containsExactly(event(3), event(4), event(5));
        assertThat(lot.list(consumer, LANE, Optional.of(id(24)), 3)).containsExactly(event(25));
        assertThat(lot.list(consumer, LANE, Optional.of(id(25)), 3)).isEmpty();
        assertThat(lot.list(consumer, LANE, Optional.of(id(99)), 1)).containsExactly(event(1));
        assertThat(lot.list(consumer, Lane.of("order-2"), Optional.empty(), 1)).isEmpty();
    }

    @Test
    final void any_event_is_discarded_and_kept_apart_with_the_reason() {
        IntStream.rangeClosed(1, 3).forEach(i -> lot.park(event(i)));
        LaneLease lease = lease();

        Optional<ParkedEvent> second = lot.discard(lease, id(2), "broken for good");
        Optional<ParkedEvent> again = lot.discard(lease, id(2), "broken for good");
        Optional<ParkedEvent> third = lot.discard(lease, id(3), "as agreed");

        assertThat(second).contains(event(2));
        assertThat(again).isEmpty();
        assertThat(third).contains(event(3));
        assertThat(listed()).containsExactly(event(1));
        List<ParkedEvent> kept = eventually(() -> lot.discarded(consumer, 9), found -> found.size() == 2);
        assertThat(kept).extracting(ParkedEvent::event).containsExactly(id(3), id(2));
        assertThat(kept).extracting(ParkedEvent::reason).containsExactly("as agreed", "broken for good");
        assertThat(kept).extracting(ParkedEvent::wire).containsOnly(event(2).wire());
        assertThat(lot.discarded(consumer, 1)).extracting(ParkedEvent::event).containsExactly(id(3));
    }

    @Test
    final void a_lane_whose_head_was_discarded_is_due_and_one_whose_tail_was_is_not() {
        lot.park(event(1));
        lot.parkBehind(event(2));
        lot.parkBehind(event(3));
        LaneLease lease = lease();
        lot.discard(lease, id(3), "tail");
        lot.release(lease);
        List<Lane> afterTheTail = due(1_000_000);

        LaneLease second = lease();
        lot.discard(second, id(1), "head");
        lot.release(second);

        assertThat(afterTheTail).isEmpty();
        eventually(() -> due(0), List.of(LANE)::equals);
        assertThat(listed()).containsExactly(event(2));
    }

    @Test
    final void a_full_lot_says_so_and_takes_again_once_there_is_room() {
        lot = createWithRoomFor(3);
        IntStream.rangeClosed(1, 3).forEach(i -> lot.park(event(i)));

        ParkResult fourth = lot.park(event(4));
        ParkResult behind = lot.parkBehind(event(4));
        ParkResult known = lot.park(event(2));
        List<ParkedEvent> listed = listed();
        lot.remove(lease(), id(1));
        ParkResult withRoom = lot.parkBehind(event(4));

        assertThat(List.of(fourth, behind)).containsOnly(new ParkResult.Full(3));
        assertThat(known).isEqualTo(ParkResult.parked());
        assertThat(listed).containsExactly(event(1), event(2), event(3));
        assertThat(withRoom).isEqualTo(ParkResult.parked());
        assertThat(listed()).containsExactly(event(2), event(3), event(4));
    }

    @Test
    final void lanes_whose_names_look_alike_are_different_lanes() {
        List<Lane> lanes = alike();
        lanes.forEach(lane -> assertThat(lot.park(event(lane, 1))).isEqualTo(ParkResult.parked()));

        LaneLease lease =
                lot.lease(consumer, lanes.get(0), clock.instant(), LEASE).orElseThrow();
        lot.remove(lease, id(1));
        boolean opened = lot.open(lease);

        assertThat(opened).isTrue();
        List<Lane> others = lanes.subList(1, lanes.size());
        assertThat(lot.heldAmong(consumer, lanes)).containsExactlyInAnyOrderElementsOf(others);
        assertThat(others)
                .allSatisfy(lane -> assertThat(lot.list(consumer, lane, Optional.empty(), 9))
                        .containsExactly(event(lane, 1)));
        eventually(
                () -> lanes(Optional.empty(), 999), found -> Set.copyOf(found).equals(Set.copyOf(others)));
    }

    private static List<Lane> alike() {
        String longest = "界".repeat(Lane.MAX - 1);
        String longer = "界".repeat(3 * Lane.MAX);
        Stream<Lane> named = Stream.concat(
                        LookAlikes.names().stream(),
                        Stream.of(longest + "1", longest + "2", longest + "12", longer + "1", longer + "2"))
                .map(Lane::of);
        Stream<Lane> alone = Stream.concat(LookAlikes.ids().stream(), LookAlikes.longIds().stream())
                .map(Lane::alone);
        Lane one = Lane.alone(id(1));
        return Stream.of(named, alone, Stream.of(one, Lane.of(one.value())))
                .flatMap(lanes -> lanes)
                .toList();
    }

    @Test
    final void events_whose_names_look_alike_are_different_events() {
        List<EventId> ids = LookAlikes.ids();

        ids.forEach(id -> lot.park(event(LANE, id)));

        assertThat(lot.list(consumer, LANE, Optional.empty(), 999))
                .extracting(ParkedEvent::event)
                .containsExactlyElementsOf(ids);
    }

    @Test
    final void events_with_long_identities_are_different_events_to_their_last_character() {
        List<EventId> ids = LookAlikes.longIds();

        List<ParkResult> results =
                ids.stream().map(id -> lot.park(event(LANE, id))).toList();
        ParkResult again = lot.park(event(LANE, ids.get(2)));

        assertThat(results).containsOnly(ParkResult.parked());
        assertThat(again).isEqualTo(ParkResult.parked());
        assertThat(listed()).extracting(ParkedEvent::event).containsExactlyElementsOf(ids);
        assertThat(lot.list(consumer, LANE, Optional.of(ids.get(5)), 9))
                .extracting(ParkedEvent::event)
                .containsExactlyElementsOf(ids.subList(6, ids.size()));
    }

    /** Another system may send such an event: its key and its id are longer than any store's keys. */
    @Test
    final void an_event_with_a_long_identity_goes_through_a_lane_with_a_long_name() {
        Lane lane = Lane.of(new OrderingKey("界".repeat(Lane.MAX - 1) + "1"));
        EventId id = LookAlikes.longIds().get(3);
        EventId next = LookAlikes.longIds().get(4);
        lot.park(event(lane, id).waiting("down", 1, Optional.of(clock.instant())));
        lot.parkBehind(event(lane, next));

        List<Lane> due = eventually(() -> lot.due(consumer, clock.instant(), 9), found -> found.size() == 1);
        LaneLease lease = lot.lease(consumer, lane, clock.instant(), LEASE).orElseThrow();
        List<ParkedEvent> head = lot.peek(lease, 1);
        boolean ofAnother = lot.remove(lease, next);
        boolean postponed = lot.postpone(lease, head.get(0).waiting("still down", 2, Optional.empty()));
        boolean removed = lot.remove(lease, id);
        Optional<ParkedEvent> discarded = lot.discard(lease, next, "nobody needs it");
        boolean opened = lot.open(lease);

        assertThat(due).containsExactly(lane);
        assertThat(head).extracting(ParkedEvent::event).containsExactly(id);
        assertThat(List.of(ofAnother, postponed, removed, opened)).containsExactly(false, true, true, true);
        assertThat(discarded).contains(event(lane, next));
        eventually(
                () -> lot.discarded(consumer, 9),
                found -> found.stream().map(ParkedEvent::event).toList().equals(List.of(next)));
        assertThat(held(lane)).isEmpty();
    }

    /** The largest identity of an event of the usual size: a store's item has no room for it twice. */
    @Test
    final void an_event_that_is_all_identity_is_kept_whole() {
        EventId id = new EventId("/s", "x".repeat(200_000));
        Envelope<NoData> foreign = Envelope.of(id, EventType.of("t", 1), NoData.NO_DATA);
        EventCodec codec = Notes.codec();
        WireEvent structured = WireEvent.structured(codec.encode(foreign));
        EventId other = new EventId("/s", "x".repeat(200_000) + "2");
        WireEvent binary = codec.encodeBinary(Envelope.of(other, EventType.of("t", 1), NoData.NO_DATA));
        ParkedEvent first =
                new ParkedEvent(consumer, LANE, id, structured, "shard:1", "it failed", 1, PARKED_AT, Optional.empty());
        ParkedEvent second =
                new ParkedEvent(consumer, LANE, other, binary, "shard:2", "it failed", 1, PARKED_AT, Optional.empty());

        List<ParkResult> results = List.of(lot.park(first), lot.parkBehind(second));

        assertThat(results).containsOnly(ParkResult.parked());
        assertThat(listed()).containsExactly(first, second);
    }

    @Test
    final void consumers_do_not_meet_however_alike_their_names_are() {
        lot.park(event(1));

        for (String name : LookAlikes.names()) {
            String other = consumer + name;
            assertThat(lot.heldAmong(other, List.of(LANE))).isEmpty();
            lot.park(new ParkedEvent(
                    other, LANE, id(2), event(2).wire(), "0", name, 0, clock.instant(), Optional.empty()));
            assertThat(lot.list(other, LANE, Optional.empty(), 9))
                    .extracting(ParkedEvent::reason)
                    .containsExactly(name);
        }
        assertThat(listed()).containsExactly(event(1));
    }

    @Test
    final void whoever_parks_the_same_event_at_once_parks_it_once() {
        lot.park(event(1));

        List<ParkResult> results = Race.of(RACERS, i -> i % 2 == 0 ? lot.park(event(2)) : lot.parkBehind(event(2)));

        assertThat(results).containsOnly(ParkResult.parked());
        assertThat(listed()).containsExactly(event(1), event(2));
    }

    @Test
    final void of_what_is_parked_at_once_nothing_is_lost() {
        List<ParkResult> results = Race.of(RACERS, i -> lot.park(event(i)));

        assertThat(results).containsOnly(ParkResult.parked());
        assertThat(listed())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, RACERS).mapToObj(this::event).toList());
    }

    @Test
    final void of_what_arrives_while_the_lane_is_opened_nothing_is_stranded() {
        for (int round = 0; round < 30; round++) {
            Lane lane = Lane.of("round-" + round);
            lot.park(event(lane, 0));
            LaneLease lease = lot.lease(consumer, lane, clock.instant(), LEASE).orElseThrow();
            Set<EventId> replayed = Set.copyOf(race(lane, lease));

            Set<Lane> held = held(lane);
            List<EventId> left = lot.list(consumer, lane, Optional.empty(), 99).stream()
                    .map(ParkedEvent::event)
                    .toList();

            assertThat(replayed).contains(id(0));
            assertThat(left).doesNotContainAnyElementsOf(replayed);
            assertThat(held.isEmpty()).as("open, with %s in it", left).isEqualTo(left.isEmpty());
            assertThat(parked(lane)).allMatch(event -> replayed.contains(event) || left.contains(event));
        }
    }

    private List<EventId> parked(Lane lane) {
        return taken.stream()
                .filter(event -> event.lane().equals(lane))
                .map(ParkedEvent::event)
                .toList();
    }

    /** One thread replays until the lane is open, while three add events. */
    private List<EventId> race(Lane lane, LaneLease lease) {
        return Race.of(4, runner -> runner == 0 ? replayed(lease) : arrived(lane, runner)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<EventId> replayed(LaneLease lease) {
        List<EventId> handled = new ArrayList<>();
        boolean opened = false;
        for (int step = 0; step < 1_000 && !opened; step++) {
            List<ParkedEvent> head = lot.peek(lease, 1);
            head.forEach(event -> {
                if (lot.remove(lease, event.event())) {
                    handled.add(event.event());
                }
            });
            opened = head.isEmpty() && lot.open(lease);
        }
        return handled;
    }

    private List<EventId> arrived(Lane lane, int runner) {
        for (int i = 0; i < 5; i++) {
            ParkedEvent event = event(lane, 10 * runner + i);
            if (lot.parkBehind(event).equals(ParkResult.parked())) {
                taken.add(event);
            }
        }
        return List.of();
    }

    private static EventId id(int number) {
        return new EventId("/orders", "event-" + number);
    }

    private ParkedEvent event(int number) {
        return event(LANE, number);
    }

    private ParkedEvent event(Lane lane, int number) {
        return event(lane, id(number));
    }

    private ParkedEvent event(Lane lane, EventId id) {
        WireEvent wire = WireEvent.structured("{}".getBytes(StandardCharsets.UTF_8));
        return new ParkedEvent(consumer, lane, id, wire, "shard:1", "it failed", 1, PARKED_AT, Optional.empty());
    }

    private ParkedEvent event(int number, WireEvent wire) {
        return new ParkedEvent(consumer, LANE, id(number), wire, "shard:1", "no event", 0, PARKED_AT, Optional.empty());
    }

    private LaneLease lease() {
        return lot.lease(consumer, LANE, clock.instant(), LEASE).orElseThrow();
    }

    private Set<Lane> held(Lane lane) {
        return lot.heldAmong(consumer, List.of(lane));
    }

    private List<Lane> lanes(Optional<Lane> after, int limit) {
        return lot.held(consumer, after, limit).stream().map(HeldLane::lane).toList();
    }

    private List<ParkedEvent> listed() {
        return lot.list(consumer, LANE, Optional.empty(), 99);
    }

    private List<Lane> due(long seconds) {
        return lot.due(consumer, clock.instant().plusSeconds(seconds), 99);
    }

    private <T> T eventually(Supplier<T> question, Predicate<T> right) {
        return Eventually.ask(patience(), question, right);
    }
}
