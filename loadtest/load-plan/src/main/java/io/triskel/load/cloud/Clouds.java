package io.triskel.load.cloud;

import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.store.Requests;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The clouds that are compared, by rank. {@code main} passes them on, so that a test can use others. */
public record Clouds(List<CloudDescriptor> all) {
    private static final String SIMULATED = "sim-";

    public Clouds {
        all = all.stream()
                .sorted(Comparator.comparingInt(CloudDescriptor::rank))
                .toList();
    }

    /** {@return the clouds that the class path registers in {@code META-INF/services}} */
    public static Clouds installed() {
        return new Clouds(ServiceLoader.load(CloudDescriptor.class, Clouds.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** {@return the name of a cloud's simulation as a target} */
    public static String simulated(String id) {
        return SIMULATED + id;
    }

    public static boolean isSimulated(String target) {
        return target.startsWith(SIMULATED);
    }

    /** {@return the target, or the cloud that it simulates} */
    public static String original(String target) {
        return isSimulated(target) ? target.substring(SIMULATED.length()) : target;
    }

    public List<String> ids() {
        return all.stream().map(CloudDescriptor::id).toList();
    }

    public Optional<CloudDescriptor> find(String id) {
        return all.stream().filter(cloud -> cloud.id().equals(id)).findFirst();
    }

    /** {@return what can be bought, cloud by cloud} */
    public List<Offers> offers(Requests requests) {
        return all.stream().map(cloud -> cloud.offers(requests)).toList();
    }

    /** {@return a value for the id of each cloud, in their order} */
    public <T> Map<String, T> each(Function<String, T> value) {
        Map<String, T> values = new LinkedHashMap<>();
        ids().forEach(id -> values.put(id, value.apply(id)));
        return values;
    }
}
