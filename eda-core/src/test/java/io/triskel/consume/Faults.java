package io.triskel.consume;

import io.triskel.event.PortException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a port: records the calls, and fails those that it is told to fail, before or after they took effect. */
final class Faults {
    final Set<String> failing = ConcurrentHashMap.newKeySet();
    final Set<String> losing = ConcurrentHashMap.newKeySet();
    final List<String> calls = new CopyOnWriteArrayList<>();

    <P> P before(Class<P> port, P real) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            calls.add(method.getName());
            if (failing.contains(method.getName())) {
                throw new PortException(method.getName() + " is out of order");
            }
            try {
                Object answer = method.invoke(real, args);
                if (losing.contains(method.getName())) {
                    throw new PortException("the answer of " + method.getName() + " is lost");
                }
                return answer;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }

    long count(String method) {
        return calls.stream().filter(method::equals).count();
    }
}
