package io.triskel.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before an event is parked, what was handled before it in its lane is completed; many that are parked must not ask many times. */
class CompletionCostTest {
    private final Scene scene = new Scene();
    private int claims;

    /** Counts the claims that the inbox is asked to complete, whether it does so or fails. */
    private Inbox counted() {
        return (Inbox) Proxy.newProxyInstance(
                Inbox.class.getClassLoader(), new Class<?>[] {Inbox.class}, (proxy, method, args) -> {
                    if (method.getName().equals("completeAll")) {
                        claims += ((List<?>) args[0])
                                .stream().map(Claim.class::cast).toList().size();
                    }
                    try {
                        return method.invoke(scene.inbox, args);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** So many lanes, of each an event that is handled and one that is parked. */
    private List<Verdict> settle(int lanes) {
        scene.consumer = builder -> builder.inbox(counted())
                .parkingLot(scene.lot)
                .policy((event, failure, attempt) -> Decision.park("poison"));
        Delivery[] batch = IntStream.range(0, lanes)
                .boxed()
                .flatMap(lane -> Stream.of(Scene.event("fine" + lane, "k" + lane), poison(lane)))
                .toArray(Delivery[]::new);
        return scene.process(Redelivery.HELD, batch).verdicts();
    }

    private Delivery poison(int lane) {
        scene.fails("poison" + lane);
        return Scene.event("poison" + lane, "k" + lane);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 400})
    void every_claim_is_completed_once(int lanes) {
        List<Verdict> verdicts = settle(lanes);

        assertThat(verdicts).filteredOn(Verdict.Parked.class::isInstance).hasSize(lanes);
        assertThat(claims).isEqualTo(lanes);
    }

    /** Once before its lane's event is parked, and once at the end of the round; then it is seen that time runs out. */
    @ParameterizedTest
    @ValueSource(ints = {10, 100, 400})
    void in_an_outage_a_round_asks_for_every_claim_twice_and_not_for_all_at_every_parking(int lanes) {
        scene.inboxFaults.failing.add("completeAll");

        settle(lanes);

        int rounds = scene.pauses.size() + 1;
        assertThat(claims).isLessThanOrEqualTo(2 * lanes * rounds);
    }
}
