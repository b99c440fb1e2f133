package io.triskel.conformance;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.WriteOutcome;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** Ports that are wrong as a mutant is. */
final class MutantPorts {
    private MutantPorts() {}

    static Inbox of(Inbox port, Mutant mutant) {
        if (mutant != Mutant.COMPLETES_WITHOUT_FENCE) {
            return port;
        }
        return changed(Inbox.class, port, (name, arguments, call) -> {
            if (!name.equals("completeAll")) {
                return call.make();
            }
            List<?> claims = (List<?>) arguments[0];
            return claims.stream().map(claim -> WriteOutcome.recorded()).toList();
        });
    }

    static ParkingLot of(ParkingLot port, Mutant mutant) {
        return switch (mutant) {
            case LOSES_PARKED ->
                changed(
                        ParkingLot.class,
                        port,
                        (name, arguments, call) -> name.equals("park") ? ParkResult.parked() : call.make());
            case OPENS_A_LANE_WITH_A_TAIL ->
                changed(ParkingLot.class, port, (name, arguments, call) -> {
                    Object answer = call.make();
                    if (name.equals("remove") && Boolean.TRUE.equals(answer)) {
                        removeTail(port, (LaneLease) arguments[0]);
                    }
                    return answer;
                });
            default -> port;
        };
    }

    private static void removeTail(ParkingLot lot, LaneLease lease) {
        lot.peek(lease, 100).forEach(parked -> {
            EventId event = parked.event();
            boolean unused = lot.remove(lease, event);
        });
    }

    @FunctionalInterface
    private interface Change {
        Object made(String method, Object[] arguments, Call call) throws Throwable;
    }

    @FunctionalInterface
    private interface Call {
        Object make() throws Throwable;
    }

    private static <T> T changed(Class<T> type, T port, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        change.made(method.getName(), arguments == null ? new Object[0] : arguments, () -> {
                            try {
                                return method.invoke(port, arguments);
                            } catch (InvocationTargetException failed) {
                                throw failed.getCause();
                            }
                        })));
    }
}
