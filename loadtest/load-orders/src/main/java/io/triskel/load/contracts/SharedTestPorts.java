package io.triskel.load.contracts;

import io.triskel.load.Binding;
import io.triskel.load.TestPorts;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives contracts the target that the environment names, opened once for a whole run and closed with it. */
public final class SharedTestPorts {
    private final Store store;

    private SharedTestPorts(Store store) {
        this.store = store;
    }

    /** The one target of a run. */
    Opened of(Function<Map<String, String>, ? extends Binding> target) {
        return store.getOrComputeIfAbsent("opened", any -> new Opened(target.apply(System.getenv())), Opened.class);
    }

    /** For constructors of test classes. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedTestPorts.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new SharedTestPorts(context.getRoot().getStore(Namespace.create(SharedTestPorts.class)));
        }
    }

    /** A target and ports in it. */
    static final class Opened implements AutoCloseable {
        final Binding binding;
        final TestPorts ports;
        /** Ports for the contract that looks at whole tables. */
        final TestPorts portsOfInbox;

        private Opened(Binding binding) {
            this.binding = binding;
            this.ports = binding.fresh();
            this.portsOfInbox = binding.fresh();
        }

        @Override
        public void close() {
            ports.close();
            portsOfInbox.close();
            binding.close();
        }
    }
}
