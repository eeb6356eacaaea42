import { afterEach, beforeEach, expect, it } from 'vitest';
import { account, openTestAccount, type TestAccount } from '../test-account.ts';

let test: TestAccount;
beforeEach(async () => {
  test = openTestAccount();
  await test.iam.CreateUser({ UserName: 'ann' });
});
afterEach(() => test.close());

const strong = 'Correct-Horse-1';

it('creates, shows, changes and deletes a login profile', async () => {
  await test.iam.CreateLoginProfile({ UserName: 'ann', Password: strong, PasswordResetRequired: true });
  const { LoginProfile } = await test.iam.GetLoginProfile({ UserName: 'ann' });
  expect(LoginProfile).toEqual({
    UserName: 'ann',
    CreateDate: new Date(test.clock.now()),
    PasswordResetRequired: true,
  });
  await expect(test.iam.CreateLoginProfile({ UserName: 'ann', Password: strong })).rejects.toMatchObject({
    code: 'EntityAlreadyExistsException',
  });
  await expect(test.iam.DeleteUser({ UserName: 'ann' })).rejects.toMatchObject({
    message: 'Cannot delete entity, must delete login profile first.',
  });
  await test.iam.DeleteLoginProfile({ UserName: 'ann' });
  await expect(test.iam.GetLoginProfile({ UserName: 'ann' })).rejects.toMatchObject({
    code: 'NoSuchEntityException',
    message: 'Login Profile for User ann cannot be found.',
  });
  await test.iam.DeleteUser({ UserName: 'ann' });
});

it('asks for what the password policy asks for', async () => {
  const create = (Password: string) => test.iam.CreateLoginProfile({ UserName: 'ann', Password });
  await expect(create('aaaaaaaaa')).rejects.toMatchObject({ code: 'PasswordPolicyViolationException' });
  await test.iam.UpdateAccountPasswordPolicy({ MinimumPasswordLength: 12, RequireSymbols: true });
  await expect(create('Aa1-')).rejects.toMatchObject({ message: 'Password should have a minimum length of 12' });
  await expect(create('abcdefghijkl')).rejects.toMatchObject({
    message: 'Password should have at least one symbol',
  });
  await create('abcdefghijkl-');
  await test.iam.DeleteAccountPasswordPolicy({});
  await expect(test.iam.GetAccountPasswordPolicy({})).rejects.toMatchObject({
    message: `The Password Policy with domain name ${account} cannot be found.`,
  });
});

it('lets users change their password, but not back to one they had', async () => {
  await test.iam.UpdateAccountPasswordPolicy({ PasswordReusePrevention: 1 });
  await test.iam.CreateLoginProfile({ UserName: 'ann', Password: strong, PasswordResetRequired: true });
  const { User } = await test.iam.GetUser({ UserName: 'ann' });
  const ann = test.as({ kind: 'user', account, arn: User.Arn, userId: User.UserId, name: 'ann' });
  await expect(ann.ChangePassword({ OldPassword: 'wrong', NewPassword: strong })).rejects.toMatchObject({
    code: 'AccessDenied',
  });
  await expect(ann.ChangePassword({ OldPassword: strong, NewPassword: strong })).rejects.toMatchObject({
    message: 'Password has been used before and cannot be reused',
  });
  await ann.ChangePassword({ OldPassword: strong, NewPassword: 'Battery-Staple-2' });
  expect((await test.iam.GetLoginProfile({ UserName: 'ann' })).LoginProfile.PasswordResetRequired).toBe(false);
  await expect(test.iam.ChangePassword({ OldPassword: 'a', NewPassword: 'b' })).rejects.toMatchObject({
    code: 'InvalidUserTypeException',
  });
});
