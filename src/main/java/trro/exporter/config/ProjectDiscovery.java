package trro.exporter.config;

import java.util.Optional;
import trro.exporter.model.IdFilter;

/**
 * The account's projects are those that DescribeProjectList tells.
 *
 * @param projects which of them are polled
 * @param devices which of their devices have figures of their own; empty for the projects' own figures alone
 */
public record ProjectDiscovery(IdFilter projects, Optional<IdFilter> devices) {}
