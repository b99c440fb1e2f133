package io.triskel.load.contracts;

import io.triskel.load.Binding;
import io.triskel.load.Space;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives contracts the target that the environment names, opened once for a whole run and closed with it. */
public final class Spaces {
    private final Store store;

    private Spaces(Store store) {
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
            return parameter.getParameter().getType() == Spaces.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Spaces(context.getRoot().getStore(Namespace.create(Spaces.class)));
        }
    }

    /** A target and places in it. */
    static final class Opened implements AutoCloseable {
        final Binding binding;
        final Space space;
        /** For the contract that looks at whole tables. */
        final Space ofInbox;

        private Opened(Binding binding) {
            this.binding = binding;
            this.space = binding.fresh();
            this.ofInbox = binding.fresh();
        }

        @Override
        public void close() {
            space.close();
            ofInbox.close();
            binding.close();
        }
    }
}
