package io.triskel.local.gcp.functions.loopback;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The main class of a function's JVM: starts Google's invoker as the invoker's own main class does, but on the loopback
 * address. The invoker has no option for the address, and would serve the whole network.
 *
 * <p>The invoker creates its server with a connector, loads the function's class, then starts the server. So the class
 * loader of the function's class can set the connector's address before the connector listens.
 *
 * <p>This class is next to the invoker's jar and on no other class path, so it depends only on the JDK and finds the
 * invoker by name.
 */
public final class LoopbackInvoker {
    private static final String INVOKER = "com.google.cloud.functions.invoker.runner.Invoker";
    private static final String LOOPBACK = "127.0.0.1";

    private LoopbackInvoker() {}

    /**
     * Serves a function until the JVM ends.
     *
     * @param arguments the invoker's arguments
     * @throws ReflectiveOperationException if this invoker lacks a member used here
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> type = Class.forName(INVOKER);
        Method make = type.getDeclaredMethod("makeInvoker", String[].class);
        make.setAccessible(true);
        Optional<?> made = (Optional<?>) make.invoke(null, (Object) arguments);
        if (made.isPresent()) {
            serve(type, made.get());
        }
    }

    private static void serve(Class<?> type, Object told) throws ReflectiveOperationException {
        Field server = type.getDeclaredField("server");
        server.setAccessible(true);
        BindingLoader loader = new BindingLoader((ClassLoader) get(told, "getFunctionClassLoader"), server);
        Object invoker = type.getConstructor(Integer.class, String.class, String.class, ClassLoader.class)
                .newInstance(
                        get(told, "getPort"),
                        get(told, "getFunctionTarget"),
                        get(told, "getFunctionSignatureType"),
                        loader);
        loader.binds(invoker);
        type.getMethod("startServer").invoke(invoker);
    }

    private static Object get(Object invoker, String getter) throws ReflectiveOperationException {
        Method method = invoker.getClass().getDeclaredMethod(getter);
        method.setAccessible(true);
        return method.invoke(invoker);
    }

    /** Loads the same classes as the invoker's own loader of the function, and first sets the connectors' address. */
    private static final class BindingLoader extends ClassLoader {
        private final ClassLoader functions;
        private final Field server;
        private Optional<Object> invoker = Optional.empty();

        BindingLoader(ClassLoader functions, Field server) {
            super(functions);
            this.functions = functions;
            this.server = server;
        }

        /** Sets the invoker whose connectors are bound; set later, since creating the invoker needs this loader. */
        void binds(Object whose) {
            invoker = Optional.of(whose);
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            try {
                bind();
            } catch (ReflectiveOperationException otherInvoker) {
                throw new IllegalStateException("The invoker cannot be kept on " + LOOPBACK, otherInvoker);
            }
            return functions.loadClass(name);
        }

        private void bind() throws ReflectiveOperationException {
            Object jetty = server.get(invoker.orElseThrow());
            for (Object connector :
                    (Object[]) jetty.getClass().getMethod("getConnectors").invoke(jetty)) {
                connector.getClass().getMethod("setHost", String.class).invoke(connector, LOOPBACK);
            }
        }
    }
}
