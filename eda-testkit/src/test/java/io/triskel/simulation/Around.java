package io.triskel.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Something that happens around every call of a port: trouble, a mistake, or a record of the truth. */
@FunctionalInterface
public interface Around {
    /** The call itself. */
    @FunctionalInterface
    interface Call {
        Object make() throws Throwable;
    }

    Object call(Method method, Object[] args, Call call) throws Throwable;

    static <P> P port(Class<P> port, P real, Around around) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, args) -> around.call(method, args, () -> {
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                })));
    }
}
