package io.triskel.load.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.Stage;
import io.triskel.load.traffic.SendOutcome;
import java.util.List;
import java.util.Map;

/** A bus whose events a function handles. For one thread. */
public final class WithFunction implements Service {
    private final Service bus;
    private final Functions functions;
    private long taken;

    public WithFunction(Service bus, Functions functions) {
        this.bus = bus;
        this.functions = functions;
    }

    @Override
    public String stack() {
        return bus.stack() + "; " + functions.stack();
    }

    @Override
    public Map<String, Integer> units() {
        return bus.units();
    }

    @Override
    public boolean take(int key, int number, long intended, long now) {
        boolean isTaken = bus.take(key, number, intended, now);
        taken += isTaken ? 1 : 0;
        return isTaken;
    }

    @Override
    public SendOutcome refusal() {
        return bus.refusal();
    }

    @Override
    public void start(Consumers consumers) {
        functions.start(() -> taken, consumers.arrived());
        bus.start(consumers.through(functions));
    }

    @Override
    public List<String> stages() {
        return List.of(Stage.SEND_TO_FUNCTION, Stage.FUNCTION_TO_HANDLED);
    }

    @Override
    public Map<String, List<Long>> series(long start, int seconds) {
        return functions.series(start, seconds);
    }

    @Override
    public void describe(ObjectNode result) {
        functions.describe(result);
    }
}
