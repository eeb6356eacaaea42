import { validation } from '../errors.ts';
import type { Tier } from './parameter.ts';
import { largestValueBytes } from './parameter-value.ts';

export type RequestedTier = Tier | 'Intelligent-Tiering';

export const mostParameters: Record<Tier, number> = { Standard: 10_000, Advanced: 100_000 };

export interface TierChoice {
  /** The requested tier, or the account's default. */
  wanted: RequestedTier;
  requested: RequestedTier | undefined;
  existing: Tier | undefined;
  value: string;
  hasPolicies: boolean;
  standardIsFull: boolean;
}

export function chooseTier(choice: TierChoice): Tier {
  const { wanted, requested, existing, hasPolicies } = choice;
  if (requested === 'Standard' && existing === 'Advanced') {
    throw validation(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  }
  const tier = existing === 'Advanced' ? 'Advanced' : wanted === 'Intelligent-Tiering' ? chooseByNeed(choice) : wanted;
  if (hasPolicies && tier === 'Standard') {
    throw validation('Parameter policies are supported for parameters of the advanced-parameter tier only.');
  }
  return tier;
}

function chooseByNeed({ value, hasPolicies, standardIsFull, existing }: TierChoice): Tier {
  const isLarge = Buffer.byteLength(value) > largestValueBytes.Standard;
  return isLarge || hasPolicies || (standardIsFull && existing === undefined) ? 'Advanced' : 'Standard';
}
