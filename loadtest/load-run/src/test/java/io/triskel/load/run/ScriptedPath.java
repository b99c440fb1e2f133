package io.triskel.load.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.traffic.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A path on one thread that does what a test says: withholds as a publisher does, answers and delivers after a while. */
final class ScriptedPath implements LoadPath {
    private static final long RUN = 5;

    private final VirtualClock clock;
    private final Script script;
    private final Set<Integer> withheld = new HashSet<>();
    private final Map<List<Integer>, Integer> attempts = new HashMap<>();
    private LoadPath.Arrived arrived = new Nowhere();

    /** All sendings, in order. */
    final List<Sending> sendings = new ArrayList<>();

    /** Numbers of each key, in the order in which they were accepted. */
    final Map<Integer, List<Integer>> accepted = new HashMap<>();

    int calls;
    int callsAtOnce;
    int mostCallsAtOnce;
    int eventsAtOnce;
    int mostEventsAtOnce;

    ScriptedPath(VirtualClock clock, Script script) {
        this.clock = clock;
        this.script = script;
    }

    record Sending(int key, int number, long intended, long at) {}

    /** What becomes of what is sent. */
    interface Script {
        /** {@return how long the call itself takes} */
        default long stall(int call) {
            return 0;
        }

        /** {@return how much processor time the client takes within a call of so many events} */
        default long burn(int events) {
            return 0;
        }

        /** Takes note of a call, before its answer and deliveries are asked for. */
        default void called(int events) {
            // Most scripts do not care.
        }

        /** {@return how long an answer takes; negative for none at all} */
        default long answer(int call) {
            return 0;
        }

        default SendOutcome outcome(Sending sending, int attempt) {
            return SendOutcome.ACCEPTED;
        }

        default boolean oneCallPerKey() {
            return false;
        }

        /** {@return stages of the path's own, each of which takes as long as the whole way} */
        default List<String> stages() {
            return List.of();
        }

        /** {@return how long an event takes from the end of the call to its handler; negative for never} */
        default long delivery(Sending sending) {
            return 0;
        }
    }

    void arriveAt(LoadPath.Arrived part) {
        arrived = part;
    }

    @Override
    public void start(Arrived next, Pauses pauses) {
        arrived = next;
    }

    @Override
    public void send(Burst burst, Answered answered) {
        int call = calls++;
        callsAtOnce++;
        eventsAtOnce += burst.size();
        mostCallsAtOnce = Math.max(mostCallsAtOnce, callsAtOnce);
        mostEventsAtOnce = Math.max(mostEventsAtOnce, eventsAtOnce);
        List<Sending> events = new ArrayList<>();
        for (int i = 0; i < burst.size(); i++) {
            events.add(new Sending(burst.key(i), burst.number(i), burst.intended(i), clock.nanos()));
        }
        sendings.addAll(events);
        clock.pause(script.stall(call));
        clock.burn(script.burn(burst.size()));
        script.called(burst.size());
        List<SendOutcome> outcomes = events.stream().map(this::decide).toList();
        long wait = script.answer(call);
        if (wait >= 0) {
            after(wait, () -> answer(burst, outcomes, answered));
        }
        for (int i = 0; i < events.size(); i++) {
            if (outcomes.get(i).accepted()) {
                deliver(events.get(i));
            }
        }
    }

    private SendOutcome decide(Sending sending) {
        if (withheld.contains(sending.key())) {
            return SendOutcome.WITHHELD;
        }
        SendOutcome outcome =
                script.outcome(sending, attempts.merge(List.of(sending.key(), sending.number()), 1, Integer::sum));
        if (outcome.accepted()) {
            accepted.computeIfAbsent(sending.key(), any -> new ArrayList<>()).add(sending.number());
        } else {
            withheld.add(sending.key());
        }
        return outcome;
    }

    private void after(long nanos, Runnable work) {
        if (nanos == 0) {
            work.run();
        } else {
            clock.after(nanos, work);
        }
    }

    private void answer(Burst burst, List<SendOutcome> outcomes, Answered answered) {
        callsAtOnce--;
        eventsAtOnce -= outcomes.size();
        for (int i = 0; i < outcomes.size(); i++) {
            if (!outcomes.get(i).accepted()) {
                burst.failed(i, outcomes.get(i));
            }
        }
        answered.answered(burst);
    }

    private void deliver(Sending sending) {
        long wait = script.delivery(sending);
        if (wait >= 0) {
            Stamp stamp = new Stamp(RUN, sending.key(), sending.number(), sending.intended(), sending.at(), 0);
            after(wait, () -> {
                script.stages().forEach(stage -> arrived.passed(stage, sending.intended(), wait));
                arrived.arrived(0, stamp, true);
            });
        }
    }

    @Override
    public boolean oneCallPerKey() {
        return script.oneCallPerKey();
    }

    @Override
    public void resume(int key) {
        withheld.remove(key);
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public List<String> stages() {
        return script.stages();
    }

    @Override
    public void describe(ObjectNode result) {
        result.putObject("reporting").put("calls", calls);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static final class Nowhere implements LoadPath.Arrived {
        @Override
        public void arrived(int consumer, Stamp stamp, boolean intact) {
            // Nobody measures yet.
        }

        @Override
        public void unreadable(int consumer) {
            // Nobody measures yet.
        }
    }
}
