package trro.exporter.replicas;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lease that replicas share, by its place in Kubernetes. */
public record LeaseName(String namespace, String name) {

    private static final String PART = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile("(?<namespace>" + PART + ")/(?<name>" + PART + "(\\." + PART + "){0,3})");

    /**
     * Reads {@code NAMESPACE/NAME}.
     *
     * @throws IllegalArgumentException if it is anything else; the message names the option and the next step
     */
    public static LeaseName parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("--leader-election.lease: \"" + text
                    + "\" is not NAMESPACE/NAME; use names as Kubernetes has them, such as monitoring/trro-exporter");
        }
        return new LeaseName(parts.group("namespace"), parts.group("name"));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
